import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DECODED_HZ, decodedChannels, redactFile } from '../../../../support/redacted-recording.ts';
import { findSound, power } from '../../../../support/same-sound.ts';

const FIXTURES = path.join(import.meta.dirname, '../../../../fixtures/cut');
const read = async (name: string) => new Uint8Array(await readFile(path.join(FIXTURES, name)));

/** Within two of the tones, one pause in between, and until the end. */
const SPANS = [
  { startMs: 3400, endMs: 4300 },
  { startMs: 6500, endMs: 9000 },
  { startMs: 12_400, endMs: 60_000 },
];
/** Far from the edges of a span, which frames do not meet exactly. */
const KEPT_MS = [
  [300, 1800],
  [4600, 4950],
  [9300, 10_600],
] as const;

const samples = (ms: number) => Math.round((ms / 1000) * DECODED_HZ);
const NAMES = [
  'ima.wav',
  'ms.wav',
  'constant.mp3',
  'variable.mp3',
  'sweeps.flac',
  'opus.ogg',
  'opus.webm',
  'sweeps.m4a',
  'sweeps.aac',
];

describe('of a redacted recording', () => {
  it.each(NAMES)('nothing is heard of the spans, and everything of the rest: %s', async (name) => {
    const original = await read(name);
    const { bytes } = await redactFile(original, SPANS);
    const [before] = await decodedChannels(original);
    const [after] = await decodedChannels(bytes);
    if (!before || !after) throw new Error('no sound');
    for (const { startMs, endMs } of SPANS) {
      // What stands at the edge rings a little across it, in the filter that resamples.
      const [from, to] = [samples(startMs + 10), Math.min(samples(endMs - 10), after.length)];
      expect(power(after, from, to)).toBeLessThan(1e-9);
    }
    for (const [fromMs, toMs] of KEPT_MS) {
      const expected = samples(fromMs);
      const part = before.subarray(expected, samples(toMs));
      const place = findSound(after, part, expected, { range: 1200, from: 0, length: part.length });
      expect(place.likeness).toBeGreaterThan(0.99);
    }
  });

  it.each(NAMES)('the sound follows from the recording and the spans: %s', async (name) => {
    const one = await redactFile(await read(name), SPANS);
    const other = await redactFile(await read(name), SPANS);
    expect(other.facts).toEqual(one.facts);
    expect(await decodedChannels(other.bytes)).toEqual(await decodedChannels(one.bytes));
  });
});
