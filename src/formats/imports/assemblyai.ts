import { z } from 'zod';
import type { Word } from '../../domain/transcript.ts';
import { Confidence, jsonFormat, MAX_UTTERANCES, MAX_WORDS, Text } from './transcript-format.ts';
import { groupWords } from './utterances.ts';

const LONGEST_CALL_MS = 24 * 60 * 60 * 1000;
const Milliseconds = z.int().min(0).max(LONGEST_CALL_MS);
/** From `1`, as text or number. */
const Channel = z.coerce.number().int().min(1).max(8).nullish();
const Speaker = z.string().max(256).nullish();

const Timed = { text: Text, start: Milliseconds, end: Milliseconds, confidence: Confidence.nullish() };
const SpokenWord = z.looseObject({ ...Timed, speaker: Speaker, channel: Channel });
const SpokenUtterance = z.looseObject({
  ...Timed,
  speaker: Speaker,
  channel: Channel,
  words: z.array(SpokenWord).max(MAX_WORDS).default([]),
});

const AssemblyAiTranscript = z.looseObject({
  status: z.literal('completed').optional(),
  language_code: z.string().max(35).nullish(),
  words: z.array(SpokenWord).max(MAX_WORDS).nullish(),
  utterances: z.array(SpokenUtterance).max(MAX_UTTERANCES).nullish(),
});

/** A transcript of AssemblyAI. Its utterances where it was diarized or has channels, else made from the words. */
export const assemblyAi = jsonFormat({
  name: 'AssemblyAI JSON',
  mark: z
    .looseObject({ segments: z.undefined().optional(), results: z.undefined().optional() })
    .refine(({ words, utterances }) => Array.isArray(words) || Array.isArray(utterances)),
  schema: AssemblyAiTranscript,
  read: ({ language_code: language, words, utterances }) => ({
    language: language ?? null,
    utterances: utterances
      ? utterances.map((utterance) => ({
          ...source(utterance),
          startMs: utterance.start,
          endMs: utterance.end,
          text: utterance.text,
          confidence: utterance.confidence,
          words: utterance.words.map(spoken),
        }))
      : groupWords((words ?? []).map((word) => ({ ...spoken(word), ...source(word) }))),
  }),
});

function spoken({ text, start, end, confidence }: z.infer<typeof SpokenWord>): Word {
  return { text, startMs: start, endMs: Math.max(start, end), confidence: confidence ?? null };
}

function source({ speaker, channel }: Pick<z.infer<typeof SpokenWord>, 'speaker' | 'channel'>) {
  if (typeof channel === 'number') return { speaker: `channel_${channel - 1}`, channel: channel - 1 };
  return { speaker: `speaker_${speaker ?? '0'}`, channel: null };
}
