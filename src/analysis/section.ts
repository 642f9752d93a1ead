import type { z } from 'zod';
import type { AnalysisConfig } from '../domain/analysis-config.ts';
import type { Transcript } from '../domain/transcript.ts';
import type { Entity } from '../pii/entity.ts';
import type { CallFindings } from '../scorecards/built-in.ts';
import type { Evidence } from '../text/evidence.ts';
import type { ParsedTranscript } from '../text/parsed-transcript.ts';
import type { CallFacts } from '../understanding/call-facts.ts';
import type { Tone } from '../understanding/tone.ts';
import type { Conversation } from './metrics/conversation.ts';

/** All that a section is computed from. Nothing else may influence a report. */
export interface SectionInput {
  readonly transcript: Transcript;
  /** When the call took place, ISO 8601 with offset. Relative dates ("next Tuesday") count from it. */
  readonly recordedAt: string | null;
  readonly config: AnalysisConfig;
  /** Everything that was said: for what is counted. */
  readonly full: ParsedTranscript;
  readonly fullConversation: Conversation;
  /** The same without prompt injection: for what is scored. Mostly the very same values. */
  readonly trusted: ParsedTranscript;
  readonly trustedConversation: Conversation;
  /** Sentences that tell whoever scores the call what to find. No score may rest on them. */
  readonly promptInjection: readonly Evidence[];
  /** How every trusted sentence and utterance sounds. */
  readonly tone: Tone;
  /** What happened in the call. `null` where the language is not English; a section that needs it then says so. */
  readonly facts: CallFacts | null;
  /** How the call stands against the scorecards. `null` together with `facts`. */
  readonly findings: CallFindings | null;
  /** Everything named in the call. Empty where the language is not English. */
  readonly entities: readonly Entity[];
}

/** What a language model is asked for a section. */
export interface Prompt {
  /** Rises with every change of the text; reports name it. */
  readonly version: number;
  /** Sections of one group are asked for in one question. */
  readonly group: 'content' | 'conduct' | 'coaching';
  readonly text: string;
  /** What of the account's configuration the text is about; sent as JSON. */
  readonly given?: (config: AnalysisConfig) => unknown;
}

/** One part of the report: its schema, how it is computed, and what a language model is asked for it. */
export interface Section<Name extends string, Schema extends z.ZodType> {
  readonly name: Name;
  /** A model is never asked for members that are marked as `computed`. */
  readonly schema: Schema;
  /** `null` where a model is never asked for the section. */
  readonly prompt: Prompt | null;
  /** Computes the section without a model. Deterministic: same input, same output, byte for byte. */
  readonly offline: (input: SectionInput) => z.output<Schema>;
  /** Adds what follows by rule from what a model wrote. Its quotes are verbatim by then. */
  readonly settle?: (written: z.output<Schema>, input: SectionInput) => z.output<Schema>;
}

export interface DefinedSection<Name extends string, Schema extends z.ZodType> extends Section<Name, Schema> {
  /** Parses what a model wrote and settles it. Throws `ZodError` where it does not fit the schema. */
  readonly finish: (written: unknown, input: SectionInput) => z.output<Schema>;
}

export function defineSection<const Name extends string, Schema extends z.ZodType>(
  section: Section<Name, Schema>,
): DefinedSection<Name, Schema> {
  return {
    ...section,
    finish: (written, input) => {
      const parsed = section.schema.parse(written);
      return section.settle?.(parsed, input) ?? parsed;
    },
  };
}
