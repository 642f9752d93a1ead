import { z } from 'zod';
import type { RecordingFacts } from '../../domain/analysis.ts';
import type { Transcript } from '../../domain/transcript.ts';
import type { AudioInput } from './ai-client.ts';

/** How one speech model is asked, and how its answer is read. */
export interface SpeechDialect {
  /** Id in the catalogue of Workers AI. */
  readonly id: string;
  readonly input: (body: ReadableStream, recording: RecordingFacts, hints: SpeechHints) => AudioInput;
  /**
   * The transcript of an answer that is not trusted; its roles are still unknown. `language`: the one that was asked for.
   * Throws `transcription_invalid`.
   */
  readonly parse: (answer: unknown, recording: RecordingFacts, language: string | null) => Transcript;
}

/** What the caller said about the speech in a recording. */
export interface SpeechHints {
  /** BCP 47 tag; `null`: the model finds out. */
  readonly language: string | null;
  /** Words to expect, the most important first. */
  readonly keyterms: readonly string[];
}

/** A time in an answer. */
export const Seconds = z.number().nonnegative();

/** Whole milliseconds. */
export function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

/** A token of a name has at least this many bytes in the vocabularies of all models. */
const BYTES_PER_TOKEN = 2;
/** The comma or space between two terms. */
const SEPARATOR_TOKENS = 1;

/** As many of the first terms as surely fit into `maxTokens`: a model refuses or forgets what is more. */
export function keytermsWithin(terms: readonly string[], maxTokens: number): readonly string[] {
  const encoder = new TextEncoder();
  let tokens = 0;
  const end = terms.findIndex((term) => {
    tokens += Math.ceil(encoder.encode(term).byteLength / BYTES_PER_TOKEN) + SEPARATOR_TOKENS;
    return tokens > maxTokens;
  });
  return end === -1 ? terms : terms.slice(0, end);
}
