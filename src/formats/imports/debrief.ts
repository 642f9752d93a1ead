import { z } from 'zod';
import { SubmittedMark, TranscriptInput } from '../../domain/transcript.ts';
import { TranscriptWire } from '../exports/transcript-json.ts';
import { jsonFormat, milliseconds, toWord } from './transcript-format.ts';

/** What `POST /v1/analyses` takes in `transcript`. */
export const submitted = jsonFormat({
  name: 'JSON of this API',
  mark: SubmittedMark,
  schema: TranscriptInput,
  read: ({ language, utterances }) => ({
    language: language ?? null,
    utterances: utterances.map(({ start, end, channel, ...utterance }) => ({
      ...utterance,
      channel: channel ?? null,
      startMs: milliseconds(start),
      endMs: milliseconds(end),
    })),
  }),
});

/** What `GET /v1/analyses/{id}/transcript` answers. */
export const exported = jsonFormat({
  name: 'exported JSON of this API',
  mark: z.looseObject({ object: z.literal('transcript'), utterances: z.array(z.unknown()) }),
  schema: TranscriptWire,
  read: ({ language, word_times: wordTimes, utterances }) => ({
    language,
    wordTimes,
    utterances: utterances.map(({ start, end, words, ...utterance }) => ({
      ...utterance,
      startMs: milliseconds(start),
      endMs: milliseconds(end),
      words: words.map((word) => toWord(word.text, word.start, word.end, word.confidence)),
    })),
  }),
});
