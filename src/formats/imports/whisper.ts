import { z } from 'zod';
import {
  jsonFormat,
  Label,
  MAX_UTTERANCES,
  MAX_WORDS,
  milliseconds,
  Seconds,
  Text,
  toWord,
} from './transcript-format.ts';
import { joinCues } from './utterances.ts';

const SpokenWord = z.looseObject({
  word: Text,
  start: Seconds.optional(),
  end: Seconds.optional(),
  probability: z.number().min(0).max(1).optional(),
  score: z.number().min(0).max(1).optional(),
});

const Segment = z.looseObject({
  start: Seconds,
  end: Seconds,
  text: Text,
  /** Written by variants that diarize. */
  speaker: Label.nullish(),
  words: z.array(SpokenWord).max(MAX_WORDS).optional(),
});

const WhisperOutput = z.looseObject({
  language: z.string().max(35).nullish(),
  segments: z.array(Segment).max(MAX_UTTERANCES),
});

/** What Whisper writes as `json` or `verbose_json`, with the speakers that some of its descendants add. */
export const whisper = jsonFormat({
  name: 'Whisper JSON',
  mark: z.looseObject({ segments: z.array(z.unknown()) }),
  schema: WhisperOutput,
  read: ({ language, segments }) => ({
    language: language ?? null,
    utterances: joinCues(
      segments.map(({ speaker, start, end, text, words = [] }) => ({
        speaker: speaker ?? 'speaker_0',
        startMs: milliseconds(start),
        endMs: milliseconds(end),
        text,
        words: words.map((word) =>
          toWord(word.word.trim(), word.start ?? start, word.end ?? end, word.probability ?? word.score),
        ),
      })),
    ),
  }),
});
