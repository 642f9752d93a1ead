import { z } from 'zod';
import type { Transcript, Utterance } from './transcript.ts';

const LONGEST_CALL_SECONDS = 24 * 60 * 60;
const Seconds = z.number().min(0).max(LONGEST_CALL_SECONDS);

const UtteranceInput = z
  .strictObject({
    speaker: z.string().min(1).max(256),
    start: Seconds,
    end: Seconds,
    text: z.string().max(20_000),
    channel: z.int().min(0).max(7).optional(),
  })
  .refine((utterance) => utterance.end >= utterance.start, {
    path: ['end'],
    message: 'must not be before "start"',
  });

/** A transcript as a caller sends it. Times are seconds from the start of the call. */
export const TranscriptInput = z.strictObject({
  language: z.string().min(2).max(35).optional(),
  utterances: z.array(UtteranceInput).max(20_000),
});
export type TranscriptInput = z.infer<typeof TranscriptInput>;

const absent = z.undefined().optional();

/** What tells a transcript of this API from those of others, which know more about the whole. */
export const SubmittedMark = z.looseObject({
  utterances: z.array(z.unknown()),
  text: absent,
  words: absent,
  status: absent,
  object: absent,
});

const ForeignTranscript = z
  .looseObject({})
  .refine((value) => Object.keys(value).length > 0 && !SubmittedMark.safeParse(value).success, {
    abort: true,
  });

/** A transcript in a request body: in this API's own form, which is checked at once, or in another, whose reader checks it. */
export const InlineTranscript = z.union([TranscriptInput, ForeignTranscript, z.string().min(1)]);

/** Orders the utterances by time and turns seconds into integer milliseconds. Roles are decided later. */
export function toTranscript(input: TranscriptInput, language: string | undefined): Transcript {
  const utterances = input.utterances
    .map((utterance) => ({
      speaker: utterance.speaker,
      role: 'unknown' as const,
      channel: utterance.channel ?? null,
      startMs: Math.round(utterance.start * 1000),
      endMs: Math.round(utterance.end * 1000),
      text: utterance.text.trim(),
      confidence: null,
      words: [],
    }))
    .filter((utterance) => utterance.text !== '')
    .toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
    .map((utterance, index): Utterance => ({ index, ...utterance }));
  return {
    language: language ?? input.language ?? 'en',
    durationMs: utterances.reduce((latest, utterance) => Math.max(latest, utterance.endMs), 0),
    engine: 'submitted',
    wordTimes: 'none',
    utterances,
  };
}
