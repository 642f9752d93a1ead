import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import { waveFile } from '../support/wave-file.ts';

const RATE_HZ = 8000;
const WORD_SAMPLES = RATE_HZ / 2;
const HEADER_BYTES = 44;
const WORDS_PER_UTTERANCE = 5;

/** A recording in which the words w1, w2, … last half a second each: every sample of a word is its number. */
export function countedRecording(words: number): File {
  const bytes = waveFile({ sampleRateHz: RATE_HZ, dataBytes: words * WORD_SAMPLES * 2 });
  const samples = new Int16Array(bytes.buffer, HEADER_BYTES);
  for (const index of samples.keys()) samples[index] = 1 + Math.floor(index / WORD_SAMPLES);
  return new File([bytes], 'counted.wav', { type: 'audio/wav' });
}

/** The words of a counted recording. */
export function countedWords(words: number): string[] {
  return Array.from({ length: words }, (_, index) => `w${index + 1}`);
}

/** A speech model that hears the whole words of what it is given, five to an utterance, after `before` has let it. */
export function countingModel(before: (words: readonly string[]) => Promise<void>) {
  return vi.spyOn(env.AI, 'run').mockImplementation(async (_model, input) => {
    const words = wholeWords(await bodyOf(input));
    await before(words.map(({ word }) => word));
    const groups = Map.groupBy(words, ({ number }) => Math.floor((number - 1) / WORDS_PER_UTTERANCE));
    const utterances = [...groups.values()].map((group) => ({
      start: group[0]?.start ?? 0,
      end: group.at(-1)?.end ?? 0,
      speaker: 0,
      transcript: group.map(({ word }) => word).join(' '),
      words: group,
    }));
    return { results: { channels: [{}], utterances } };
  });
}

async function bodyOf(input: unknown): Promise<Int16Array> {
  if (typeof input !== 'object' || input === null || !('audio' in input)) throw new Error('no audio');
  const { audio } = input;
  if (typeof audio !== 'object' || audio === null || !('body' in audio)) throw new Error('no stream');
  if (!(audio.body instanceof ReadableStream)) throw new Error('no stream');
  return new Int16Array(await new Response(audio.body).arrayBuffer(), HEADER_BYTES);
}

function wholeWords(samples: Int16Array) {
  const words: { number: number; word: string; start: number; end: number }[] = [];
  for (let from = 0; from < samples.length;) {
    let to = from;
    while (to < samples.length && samples[to] === samples[from]) to += 1;
    const times = { start: from / RATE_HZ, end: to / RATE_HZ };
    const number = samples[from] ?? 0;
    if (to - from === WORD_SAMPLES) words.push({ number, word: `w${number}`, ...times });
    from = to;
  }
  return words;
}
