import { z } from 'zod';
import {
  Confidence,
  type DraftUtterance,
  jsonFormat,
  MAX_UTTERANCES,
  MAX_WORDS,
  milliseconds,
  Seconds,
  Text,
  toWord,
} from './transcript-format.ts';
import { groupWords, type SpokenWord } from './utterances.ts';

const SpokenText = z.looseObject({
  word: Text,
  punctuated_word: Text.optional(),
  start: Seconds,
  end: Seconds,
  confidence: Confidence.optional(),
  speaker: z.int().nonnegative().optional(),
});

const SpokenUtterance = z.looseObject({
  start: Seconds,
  end: Seconds,
  confidence: Confidence.optional(),
  channel: z.int().nonnegative().default(0),
  speaker: z.int().nonnegative().optional(),
  transcript: Text,
  words: z.array(SpokenText).max(MAX_WORDS).default([]),
});

const Alternative = z.looseObject({ words: z.array(SpokenText).max(MAX_WORDS).default([]) });
const Channel = z.looseObject({
  alternatives: z.array(Alternative).min(1),
  detected_language: z.string().max(35).optional(),
});

const DeepgramAnswer = z.looseObject({
  results: z.looseObject({
    channels: z.array(Channel).min(1).max(8),
    utterances: z.array(SpokenUtterance).max(MAX_UTTERANCES).optional(),
  }),
});

/** The answer of Deepgram to a pre-recorded file. Its utterances where they were asked for, else made from the words. */
export const deepgram = jsonFormat({
  name: 'Deepgram JSON',
  mark: z.looseObject({ results: z.looseObject({ channels: z.array(z.unknown()) }) }),
  schema: DeepgramAnswer,
  read: ({ results: { channels, utterances } }) => {
    const perChannel = channels.length > 1;
    return {
      language: channels[0]?.detected_language ?? null,
      utterances: utterances
        ? utterances.map((utterance) => toUtterance(utterance, perChannel))
        : groupWords(channels.flatMap((channel, at) => wordsOf(channel, at, perChannel))),
    };
  },
});

function toUtterance(utterance: z.infer<typeof SpokenUtterance>, perChannel: boolean): DraftUtterance {
  return {
    speaker: labelOf(utterance.speaker, utterance.channel, perChannel),
    channel: perChannel ? utterance.channel : null,
    startMs: milliseconds(utterance.start),
    endMs: milliseconds(utterance.end),
    text: utterance.transcript,
    confidence: utterance.confidence,
    words: utterance.words.map(spelled),
  };
}

function wordsOf(channel: z.infer<typeof Channel>, at: number, perChannel: boolean): SpokenWord[] {
  return (channel.alternatives[0]?.words ?? []).map((word) => ({
    ...spelled(word),
    speaker: labelOf(word.speaker, at, perChannel),
    channel: perChannel ? at : null,
  }));
}

function spelled({ word, punctuated_word: punctuated, start, end, confidence }: z.infer<typeof SpokenText>) {
  return toWord(punctuated ?? word, start, end, confidence);
}

function labelOf(speaker: number | undefined, channel: number, perChannel: boolean): string {
  return perChannel ? `channel_${channel}` : `speaker_${speaker ?? 0}`;
}
