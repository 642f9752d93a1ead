import type { z } from 'zod';
import type { Transcript } from '../domain/transcript.ts';
import type { AnalysisConfig } from './config.ts';
import type { Conversation } from './metrics/conversation.ts';

/** What every section is computed from. Nothing else may influence a report. */
export interface SectionInput {
  readonly transcript: Transcript;
  /** When the call took place, ISO 8601 with offset; relative dates ("next Tuesday") resolve against it. */
  readonly recordedAt: string | null;
  readonly config: AnalysisConfig;
  /** The measured timeline, computed once and shared by the sections. */
  readonly conversation: Conversation;
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
