import { z } from 'zod';

/** Who a speaker is in the conversation. `unknown` until it is given or decided from content. */
export const Role = z.enum(['agent', 'customer', 'unknown']);
export type Role = z.infer<typeof Role>;

const Milliseconds = z.int().nonnegative();

/** A stretch of a recording. Integer milliseconds from its start, `startMs <= endMs`. */
export interface TimeSpan {
  readonly startMs: number;
  readonly endMs: number;
}

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

/** What a transcript of another service had to be repaired in, and how often. */
export const Repair = z.strictObject({
  what: z.enum([
    'time_missing',
    'time_negative',
    'time_of_day',
    'end_before_start',
    'speaker_missing',
    'speakers_divided',
    'confidence_invalid',
    'characters_lost',
    'text_repeated',
    'lines_left_out',
  ]),
  count: z.int().positive(),
});
export type Repair = z.infer<typeof Repair>;

/** Who spoke when, and the words. Utterances are ordered by `startMs`, then by `endMs`; they may overlap. */
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
  /** Of a submitted transcript; absent where all of it could be taken as it was. */
  repairs: z.array(Repair).optional(),
});
export type Transcript = z.infer<typeof Transcript>;

const LONGEST_CALL_SECONDS = 24 * 60 * 60;
const Seconds = z.number().min(0).max(LONGEST_CALL_SECONDS);

const WordInput = z.strictObject({
  text: z.string().max(256),
  start: Seconds,
  end: Seconds,
  confidence: z.number().min(0).max(1).optional(),
});

const UtteranceInput = z
  .strictObject({
    speaker: z.string().min(1).max(256),
    start: Seconds,
    end: Seconds,
    text: z.string().max(20_000),
    channel: z.int().min(0).max(7).optional(),
    confidence: z.number().min(0).max(1).optional(),
    words: z.array(WordInput).max(5_000).optional(),
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

/** Recognises a transcript of this API: those of others have more fields at the top level. */
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

/** A transcript in a request body: this API's own form, which is checked here, or another, which `formats/imports` checks. */
export const InlineTranscript = z.union([
  TranscriptInput,
  ForeignTranscript,
  z.array(z.unknown()).min(1),
  z.string().min(1),
]);
