import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cutRecording, DECODED_HZ, engineSamples } from '../../../../support/cut-recording.ts';
import { findSound, power } from '../../../../support/same-sound.ts';

const LIMITS = { longestMs: 6000, overlapMs: 1000 };
/** The longest stretch that is not divided: some blocks of ADPCM. */
const LONGEST_SLOT_MS = 190;
const SAMPLES_PER_MS = DECODED_HZ / 1000;
/** `misfitMs`: how much more of what it decodes than of the whole a decoder leaves out at the start of a chunk. */
const FILES = [
  { name: 'ima.wav', contentType: 'audio/wav', misfitMs: 0 },
  { name: 'ms.wav', contentType: 'audio/wav', misfitMs: 0 },
  { name: 'constant.mp3', contentType: 'audio/mpeg', misfitMs: 0 },
  { name: 'variable.mp3', contentType: 'audio/mpeg', misfitMs: 0 },
  { name: 'sweeps.flac', contentType: 'audio/flac', misfitMs: 0 },
  { name: 'opus.ogg', contentType: 'audio/ogg', misfitMs: 0 },
  { name: 'opus.webm', contentType: 'audio/ogg', misfitMs: 7 },
  { name: 'vorbis.ogg', contentType: 'audio/ogg', misfitMs: 24 },
  { name: 'sweeps.aac', contentType: 'audio/aac', misfitMs: 0 },
  // The local engine's decoder leaves the first frame of a stream out, but not of a file that tells the encoder's delay.
  { name: 'sweeps.m4a', contentType: 'audio/aac', misfitMs: 64 },
] as const;

const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(`test/fixtures/cut/${name}`));

describe.each(FILES)('cutting $name', ({ name, contentType, misfitMs }) => {
  const bytes = bytesOf(name);

  it('gives files of a few seconds that overlap by about one and hold all there is', async () => {
    const cut = await cutRecording(bytes, LIMITS);
    expect(cut.length).toBeGreaterThanOrEqual(3);
    expect(cut[0]?.chunk.startMs).toBe(0);
    expect(cut.at(-1)?.chunk.endMs).toBeGreaterThanOrEqual(13_900);
    for (const { chunk, ...file } of cut) {
      expect(file.contentType).toBe(contentType);
      expect(chunk.endMs - chunk.startMs).toBeLessThanOrEqual(LIMITS.longestMs);
    }
    for (const [index, { chunk }] of cut.slice(1).entries()) {
      const overlapMs = (cut[index]?.chunk.endMs ?? 0) - chunk.startMs;
      expect(Math.abs(overlapMs - LIMITS.overlapMs)).toBeLessThanOrEqual(LONGEST_SLOT_MS);
    }
  });

  it('cuts in silence', async () => {
    const whole = await engineSamples(bytes);
    const cut = await cutRecording(bytes, LIMITS);
    const loud = power(whole, 0, whole.length);
    for (const [index, { chunk }] of cut.slice(1).entries()) {
      const middle = ((cut[index]?.chunk.endMs ?? 0) + chunk.startMs) / 2;
      const around = power(whole, (middle - 100) * SAMPLES_PER_MS, (middle + 100) * SAMPLES_PER_MS);
      expect(around).toBeLessThan(loud / 1000);
    }
  });

  it('gives the sound of the whole at the times it tells', async () => {
    const whole = await engineSamples(bytes);
    for (const { chunk, file } of await cutRecording(bytes, LIMITS)) {
      const part = await engineSamples(file);
      const expected = Math.round(chunk.startMs * SAMPLES_PER_MS);
      const compared = { range: 80 * SAMPLES_PER_MS, from: DECODED_HZ, length: DECODED_HZ / 8 };
      const { at, likeness } = findSound(whole, part, expected, compared);
      expect(likeness).toBeGreaterThan(0.99);
      expect(Math.abs(at - expected) / SAMPLES_PER_MS).toBeLessThanOrEqual(misfitMs + 1);
      const missingMs = chunk.endMs - chunk.startMs - part.length / SAMPLES_PER_MS;
      expect(Math.abs(missingMs)).toBeLessThanOrEqual(75);
    }
  });
});

describe('cutting FLAC', () => {
  it('gives every sample of the whole back', async () => {
    const bytes = bytesOf('sweeps.flac');
    const whole = await engineSamples(bytes);
    for (const { chunk, file } of await cutRecording(bytes, LIMITS)) {
      const part = await engineSamples(file);
      const from = chunk.startMs * SAMPLES_PER_MS;
      // Away from its ends, where the resampler has other neighbours.
      const differences = part
        .slice(1600, -1600)
        .map((value, index) => value - (whole[from + 1600 + index] ?? 0));
      expect(power(differences, 0, differences.length)).toBeLessThan(1e-9);
    }
  });
});
