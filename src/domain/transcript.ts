import { z } from 'zod';

/** Who a speaker is in the conversation. `unknown` until it is given or decided from content. */
export const Role = z.enum(['agent', 'customer', 'unknown']);
export type Role = z.infer<typeof Role>;

const Milliseconds = z.int().nonnegative();

/** One spoken word. Times are integer milliseconds from the start of the recording, `startMs <= endMs`. */
export const Word = z.strictObject({
  text: z.string(),
  startMs: Milliseconds,
  endMs: Milliseconds,
  confidence: z.number().min(0).max(1).nullable(),
});
export type Word = z.infer<typeof Word>;

/** One stretch of speech by one speaker, without a long pause inside. */
export const Utterance = z.strictObject({
  /** Position in the transcript, from 0, in order of `startMs`. Evidence refers to it. */
  index: z.int().nonnegative(),
  /** Label of the speaker, stable within the transcript: `agent`, `speaker_1`, a name the caller gave. */
  speaker: z.string(),
  role: Role,
  channel: z.int().nonnegative().nullable(),
  startMs: Milliseconds,
  endMs: Milliseconds,
  text: z.string(),
  confidence: z.number().min(0).max(1).nullable(),
  words: z.array(Word),
});
export type Utterance = z.infer<typeof Utterance>;

/** What was said, by whom, when. Utterances are ordered by `startMs`, then by `endMs`; they may overlap. */
export const Transcript = z.strictObject({
  /** BCP 47 tag, lower case primary subtag: `en`, `en-US`, `de`. */
  language: z.string(),
  /** Length of the recording, or the end of the last utterance where there is none. */
  durationMs: Milliseconds,
  /** Id of the speech model, or `submitted` where the caller sent the transcript. */
  engine: z.string(),
  /** Whether word times were measured by the model, spread over the utterance by length, or are absent. */
  wordTimes: z.enum(['measured', 'estimated', 'none']),
  utterances: z.array(Utterance),
});
export type Transcript = z.infer<typeof Transcript>;
