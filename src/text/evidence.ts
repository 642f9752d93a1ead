import { z } from 'zod';
import { computed } from '../domain/engine.ts';
import type { Transcript } from '../domain/transcript.ts';
import { cutText } from './rewrite.ts';
import type { Sentence } from './sentences.ts';

/** A place in the call that a statement of the report rests on. The quote is a verbatim part of the utterance's text. */
export const Evidence = z.strictObject({
  utterance: z.int().nonnegative(),
  startMs: computed(z.int().nonnegative(), 0),
  endMs: computed(z.int().nonnegative(), 0),
  quote: z.string().min(1),
});
export type Evidence = z.infer<typeof Evidence>;

/** How many quotes of a report were compared with the transcript, and how many of them were not in it and dropped. */
export const EvidenceCount = z.strictObject({
  checked: z.int().nonnegative(),
  dropped: z.int().nonnegative(),
});
export type EvidenceCount = z.infer<typeof EvidenceCount>;

const LONGEST_QUOTE_CHARACTERS = 600;

/** The sentence as evidence; only the beginning of a very long one is quoted. */
export function evidenceFrom(sentence: Sentence): Evidence {
  const { utterance, startMs, endMs, text } = sentence;
  return { utterance, startMs, endMs, quote: cutText(text, LONGEST_QUOTE_CHARACTERS) };
}

/** The sentences as evidence, the first `max` of them. */
export function evidenceList(sentences: readonly Sentence[], max = 5): Evidence[] {
  return sentences.slice(0, max).map(evidenceFrom);
}

/**
 * A copy of `value` without evidence, at any depth, whose quote is not verbatim in the utterance it names; `count` says how
 * many quotes were compared and dropped.
 */
export function verifyEvidence<T>(value: T, transcript: Transcript): { value: T; count: EvidenceCount } {
  const texts = new Map(transcript.utterances.map((utterance) => [utterance.index, utterance.text]));
  const count = { checked: 0, dropped: 0 };
  const isSupported = (entry: Evidence): boolean => {
    count.checked += 1;
    const supported = texts.get(entry.utterance)?.includes(entry.quote) ?? false;
    if (!supported) count.dropped += 1;
    return supported;
  };
  return { value: keepSupported(value, isSupported), count };
}

function keepSupported<T>(value: T, isSupported: (entry: Evidence) => boolean): T;
function keepSupported(value: unknown, isSupported: (entry: Evidence) => boolean): unknown {
  if (Array.isArray(value)) {
    return value
      .filter((entry) => !isEvidence(entry) || isSupported(entry))
      .map((entry: unknown) => (isEvidence(entry) ? entry : keepSupported(entry, isSupported)));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, keepSupported(part, isSupported)]),
  );
}

/** Numbers of the utterances that anything in `value` quotes. */
export function quotedUtterances(value: unknown): Set<number> {
  if (isEvidence(value)) return new Set([value.utterance]);
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.values(value).flatMap((part: unknown) => [...quotedUtterances(part)]));
}

/** Looks at the form alone: the whole report is parsed after its quotes are checked. */
function isEvidence(value: unknown): value is Evidence {
  return (
    typeof value === 'object' &&
    value !== null &&
    'quote' in value &&
    typeof value.quote === 'string' &&
    'utterance' in value &&
    typeof value.utterance === 'number'
  );
}
