import { randomUUID } from 'node:crypto';

import type { RecognisedUtterance } from '../engine/cut-utterances.ts';
import type { Transcription } from '../engine/transcribe.ts';
import { bareWord, rounded, secondsAt, textOf } from './answered-words.ts';
import type { Nova3Options } from './nova-3-options.ts';

/** The model behind the answer, and when it was asked. */
export interface AnswerContext {
  modelName: string;
  createdAt: Date;
}

function wordsOf(utterance: RecognisedUtterance, punctuate: boolean) {
  const { label, confidence } = utterance;
  return utterance.words.map(({ text, from, to }) => ({
    word: bareWord(text),
    start: secondsAt(from),
    end: secondsAt(to),
    confidence: rounded(confidence),
    ...(label === null ? {} : { speaker: label.speaker, speaker_confidence: rounded(label.confidence) }),
    ...(punctuate ? { punctuated_word: text } : {}),
  }));
}

/** Mean confidence of the words, 0 where there are none. */
function meanConfidence(utterances: readonly RecognisedUtterance[]): number {
  const words = utterances.reduce((sum, utterance) => sum + utterance.words.length, 0);
  const total = utterances.reduce(
    (sum, { words: spoken, confidence }) => sum + spoken.length * confidence,
    0,
  );
  return words === 0 ? 0 : rounded(total / words);
}

function channelOf(utterances: readonly RecognisedUtterance[], options: Nova3Options) {
  const alternative = {
    transcript: utterances.map((utterance) => textOf(utterance, options.punctuate)).join(' '),
    confidence: meanConfidence(utterances),
    words: utterances.flatMap((utterance) => wordsOf(utterance, options.punctuate)),
  };
  return {
    alternatives: [alternative],
    ...(options.detectLanguage ? { detected_language: options.language } : {}),
  };
}

function utteranceOf(utterance: RecognisedUtterance, options: Nova3Options) {
  return {
    id: randomUUID(),
    start: secondsAt(utterance.from),
    end: secondsAt(utterance.to),
    confidence: rounded(utterance.confidence),
    channel: utterance.channel,
    transcript: textOf(utterance, options.punctuate),
    words: wordsOf(utterance, options.punctuate),
    ...(utterance.label === null ? {} : { speaker: utterance.label.speaker }),
  };
}

/** `word_times` says that words are spread over their utterance and not measured. */
function metadataOf(transcription: Transcription, { modelName, createdAt }: AnswerContext) {
  return {
    request_id: randomUUID(),
    created: createdAt.toISOString(),
    duration: rounded(transcription.durationSeconds),
    channels: transcription.channelCount,
    models: [modelName],
    model_info: { [modelName]: { name: modelName, arch: 'moonshine' } },
    word_times: 'estimated',
  };
}

/** A transcription in the shape of a Deepgram pre-recorded response; times in seconds. */
export function nova3Answer(transcription: Transcription, options: Nova3Options, context: AnswerContext) {
  const channels = Array.from({ length: transcription.channelCount }, (_, channel) =>
    channelOf(
      transcription.utterances.filter((utterance) => utterance.channel === channel),
      options,
    ),
  );
  const ordered = transcription.utterances.toSorted((a, b) => a.from - b.from || a.channel - b.channel);
  return {
    metadata: metadataOf(transcription, context),
    results: {
      channels,
      ...(options.utterances
        ? { utterances: ordered.map((utterance) => utteranceOf(utterance, options)) }
        : {}),
    },
  };
}
