import fc from 'fast-check';
import type { ChunkTranscript } from '../../../src/domain/merge-transcripts.ts';
import type { Transcript, Utterance, Word } from '../../../src/domain/transcript.ts';

export const OVERLAP_MS = 1000;
/** Few words, so that many occur twice. */
const VOCABULARY = ['yes', 'no', 'the', 'parcel', 'really', 'don’t', 'thanks,', 'Okay.'];

/** A transcript and how a recording of it is cut. */
export interface CutCall {
  readonly transcript: Transcript;
  readonly parts: readonly ChunkTranscript[];
}

const spoken = fc.record({
  text: fc.constantFrom(...VOCABULARY),
  gapMs: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 3000 })),
  lengthMs: fc.integer({ min: 80, max: 600 }),
});
const turn = fc.record({
  speaker: fc.constantFrom(0, 1),
  words: fc.array(spoken, { minLength: 1, maxLength: 25 }),
});

/** One utterance, a word every two seconds. */
export const fiveWords = talk(
  [
    {
      speaker: 0,
      words: ['one', 'two', 'three', 'four', 'five'].map((text) => ({ text, gapMs: 600, lengthMs: 1400 })),
    },
  ],
  false,
);

/** Talk with one speaker after another, cut anywhere; words that are cut are left out, or recognised as something else. */
export const cutCalls = (isStereo: boolean): fc.Arbitrary<CutCall> =>
  fc
    .record({
      turns: fc.array(turn, { minLength: 1, maxLength: 12 }),
      lengthsMs: fc.array(fc.integer({ min: 2500, max: 15_000 }), { minLength: 30, maxLength: 30 }),
      isGarbled: fc.boolean(),
    })
    .map(({ turns, lengthsMs, isGarbled }) => {
      const transcript = talk(turns, isStereo);
      const spans = spansOf(transcript.durationMs, lengthsMs);
      return { transcript, parts: spans.map((chunk) => recognised(transcript, chunk, isGarbled)) };
    });

interface Turn {
  readonly speaker: number;
  readonly words: readonly { text: string; gapMs: number; lengthMs: number }[];
}

function talk(turns: readonly Turn[], isStereo: boolean): Transcript {
  let atMs = 0;
  const utterances = turns.map(({ speaker, words }, index): Utterance => {
    const timed = words.map(({ text, gapMs, lengthMs }): Word => {
      const startMs = atMs + gapMs;
      atMs = startMs + lengthMs;
      return { text, startMs, endMs: atMs, confidence: 0.9 };
    });
    return utteranceOf(timed, index, speaker, isStereo);
  });
  return {
    language: 'en',
    durationMs: atMs + 500,
    engine: '@cf/deepgram/nova-3',
    wordTimes: 'measured',
    utterances,
  };
}

function utteranceOf(words: readonly Word[], index: number, speaker: number, isStereo: boolean): Utterance {
  return {
    index,
    speaker: isStereo ? `channel_${speaker}` : `speaker_${speaker}`,
    role: 'unknown',
    channel: isStereo ? speaker : null,
    startMs: words[0]?.startMs ?? 0,
    endMs: words.at(-1)?.endMs ?? 0,
    text: words.map(({ text }) => text).join(' '),
    confidence: 0.9,
    words: [...words],
  };
}

function spansOf(durationMs: number, lengthsMs: readonly number[]): { startMs: number; endMs: number }[] {
  const spans = [];
  let startMs = 0;
  for (const lengthMs of lengthsMs) {
    const endMs = Math.min(durationMs, startMs + lengthMs);
    spans.push({ startMs, endMs });
    if (endMs === durationMs) return spans;
    startMs = endMs - OVERLAP_MS;
  }
  const last = spans.at(-1) ?? { startMs: 0, endMs: 0 };
  return [...spans.slice(0, -1), { ...last, endMs: durationMs }];
}

/** What a model recognises in one chunk alone. */
export function recognised(
  transcript: Transcript,
  chunk: { startMs: number; endMs: number },
  isGarbled: boolean,
): ChunkTranscript {
  const utterances = transcript.utterances.flatMap((utterance) => {
    const words = utterance.words.flatMap((word) => wordIn(word, chunk, isGarbled));
    const [first, last] = [words[0], words.at(-1)];
    if (!first || !last) return [];
    const text = words.map((word) => word.text).join(' ');
    return [{ ...utterance, words, text, startMs: first.startMs, endMs: last.endMs }];
  });
  const durationMs = chunk.endMs - chunk.startMs;
  return { chunk, transcript: { ...transcript, durationMs, utterances } };
}

function wordIn(
  word: Word,
  { startMs, endMs }: { startMs: number; endMs: number },
  isGarbled: boolean,
): Word[] {
  const from = Math.max(word.startMs, startMs) - startMs;
  const to = Math.min(word.endMs, endMs) - startMs;
  if (to <= from) return [];
  const isWhole = word.startMs >= startMs && word.endMs <= endMs;
  if (!isWhole && !isGarbled) return [];
  return [{ ...word, text: isWhole ? word.text : 'xxx', startMs: from, endMs: to }];
}
