import type { z } from 'zod';
import type { AnalysisConfig } from '../domain/analysis-config.ts';
import type { Transcript } from '../domain/transcript.ts';
import type { AnswerContext } from '../llm/answers.ts';
import { completeAnswer } from '../llm/complete-answer.ts';
import type { Entity } from '../pii/entity.ts';
import type { Evidence } from '../text/evidence.ts';
import type { ParsedTranscript } from '../text/parsed-transcript.ts';
import type { CallFacts } from '../understanding/call-facts.ts';
import type { Tone } from '../understanding/tone.ts';
import type { Conversation } from './metrics/conversation.ts';

/** What every section is computed from. Nothing else may influence a report. */
export interface SectionInput {
  readonly transcript: Transcript;
  /** When the call took place, ISO 8601 with offset; relative dates ("next Tuesday") resolve against it. */
  readonly recordedAt: string | null;
  readonly config: AnalysisConfig;
  /** The measured timeline of everything that was said. */
  readonly fullConversation: Conversation;
  /** Words, sentences and speakers of everything that was said: for what is counted rather than judged. */
  readonly full: ParsedTranscript;
  /** Timeline and reading that judgements rest on: without what was said to the judge. Mostly the same two. */
  readonly trustedConversation: Conversation;
  readonly trusted: ParsedTranscript;
  /** What was said to the judge. */
  readonly promptInjection: readonly Evidence[];
  /** How every sentence and utterance sounds. */
  readonly tone: Tone;
  /** What happened in the call; null where the language is not English, and the section then says so. */
  readonly facts: CallFacts | null;
  /** Everything named in the call; empty where the language is not English. */
  readonly entities: readonly Entity[];
}

/** What a language model is asked for a section. */
export interface Prompt {
  /** Rises with every change of the text; reports name it. */
  readonly version: number;
  /** Sections of one group are asked for in one call. */
  readonly group: 'story' | 'conduct' | 'coaching';
  readonly text: string;
  /** What of the account's configuration the task is about; JSON. */
  readonly given?: (config: AnalysisConfig) => unknown;
}

/** One part of the report: its schema, what a language model is asked for it, and how it is computed without one. */
export interface Section<Name extends string, Schema extends z.ZodType> {
  readonly name: Name;
  /** Members that are marked as `kept` are never asked of a model. */
  readonly schema: Schema;
  /** `null` where the section is measured and never asked of a model. */
  readonly prompt: Prompt | null;
  /** Deterministic computation: same input, same output, byte for byte. */
  readonly offline: (input: SectionInput) => z.output<Schema>;
  /** What follows by rule from what a model judged, whose quotes are verbatim by now. */
  readonly settle?: (judged: z.output<Schema>, input: SectionInput) => z.output<Schema>;
}

/** A section that can also be read from a model's answer. */
export interface JudgedSection<Name extends string, Schema extends z.ZodType> extends Section<Name, Schema> {
  /** Throws `ZodError` where the answer does not fit. */
  readonly fromModel: (answer: unknown, about: AnswerContext) => z.output<Schema>;
}

export function defineSection<const Name extends string, Schema extends z.ZodType>(
  section: Section<Name, Schema>,
): JudgedSection<Name, Schema> {
  return {
    ...section,
    fromModel: (answer, { input, model, quotes, own }) => {
      const kept = { ...asRecord(own), engine: model };
      const judged = section.schema.parse(completeAnswer(section.schema, answer, kept, quotes));
      return section.settle?.(judged, input) ?? judged;
    },
  };
}

function asRecord(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
