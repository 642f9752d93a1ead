import type { z } from 'zod';
import type { Transcript } from '../domain/transcript.ts';
import type { AnalysisConfig } from './config.ts';
import type { Conversation } from './metrics/conversation.ts';
import type { Entity } from './entities/entity.ts';
import type { Story } from './facts/story.ts';
import type { Reading } from './text/reading.ts';
import type { Tone } from './text/tone.ts';

/** What every section is computed from. Nothing else may influence a report. */
export interface SectionInput {
  readonly transcript: Transcript;
  /** When the call took place, ISO 8601 with offset; relative dates ("next Tuesday") resolve against it. */
  readonly recordedAt: string | null;
  readonly config: AnalysisConfig;
  /** The measured timeline, computed once and shared by the sections. */
  readonly conversation: Conversation;
  /** Words, sentences and speakers of the transcript, read once and shared by the sections. */
  readonly reading: Reading;
  /** How every sentence and utterance sounds. */
  readonly tone: Tone;
  /** What happened in the call; null where the language is not English, and the section then says so. */
  readonly story: Story | null;
  /** Everything named in the call; empty where the language is not English. */
  readonly entities: readonly Entity[];
}

/** One part of the report: its schema, what a language model is asked for it, and how it is computed without one. */
export interface Section<Name extends string, Schema extends z.ZodType> {
  readonly name: Name;
  readonly schema: Schema;
  /** Task description for a language model; `null` where the section is measured and never asked of one. */
  readonly prompt: string | null;
  /** Deterministic computation: same input, same output, byte for byte. */
  readonly offline: (input: SectionInput) => z.output<Schema>;
}

export function defineSection<const Name extends string, Schema extends z.ZodType>(
  section: Section<Name, Schema>,
): Section<Name, Schema> {
  return section;
}
