import { describe, expect, it } from 'vitest';
import { SampleBudget } from '../../../local-ai/audio/bounds.ts';
import { decodeSound } from '../../../local-ai/audio/decode-sound.ts';
import { waveFile } from '../../support/wave-file.ts';
import { encodeWav, ENCODINGS, sine } from './encoded-wav.ts';

const largestError = (actual: Float32Array, expected: readonly number[]): number =>
  Math.max(...expected.map((value, index) => Math.abs(value - (actual[index] ?? 0))));

describe('decodeSound', () => {
  it.each(ENCODINGS)('reads the samples of a WAV file in $name', async (encoding) => {
    const left = sine(300, 16_000, 0.05);
    const right = sine(700, 16_000, 0.05);
    const { channels, sourceChannels } = await decodeSound(encodeWav([left, right], 16_000, encoding), false);
    expect(sourceChannels).toBe(2);
    expect(largestError(channels[0] ?? new Float32Array(0), left)).toBeLessThan(encoding.tolerance);
    expect(largestError(channels[1] ?? new Float32Array(0), right)).toBeLessThan(encoding.tolerance);
  });

  it('mixes channels to their mean', async () => {
    const left = sine(300, 16_000, 0.05);
    const silent = left.map(() => 0);
    const { channels } = await decodeSound(encodeWav([left, silent], 16_000), true);
    expect(channels).toHaveLength(1);
    const half = left.map((value) => value / 2);
    expect(largestError(channels[0] ?? new Float32Array(0), half)).toBeLessThan(1e-3);
  });

  it('brings 8 kHz to 16 kHz without changing the length in seconds', async () => {
    const { channels, durationSeconds } = await decodeSound(encodeWav([sine(300, 8000, 1)], 8000), false);
    expect(durationSeconds).toBe(1);
    expect(channels[0]?.length).toBe(16_000);
  });

  it('steps over chunks of odd length before the data', async () => {
    const tone = sine(300, 16_000, 0.05);
    const list = { id: 'LIST', body: new Uint8Array(7).fill(65) };
    const { channels } = await decodeSound(encodeWav([tone], 16_000, undefined, [list]), false);
    expect(largestError(channels[0] ?? new Float32Array(0), tone)).toBeLessThan(1e-4);
  });

  it('reads to the end where a streaming writer left the size open', async () => {
    const wav = encodeWav([sine(300, 16_000, 0.05)], 16_000);
    new DataView(wav.buffer).setUint32(40, 0xffff_ffff, true);
    expect((await decodeSound(wav, false)).channels[0]?.length).toBe(800);
  });

  it('says that a recording without samples is empty', async () => {
    await expect(decodeSound(encodeWav([[]], 8000), false)).rejects.toThrow(/^audio_empty: /);
    await expect(decodeSound(new Uint8Array(0), false)).rejects.toThrow(/^audio_empty: /);
  });

  it('says how much of a cut WAV file is missing', async () => {
    const wav = encodeWav([sine(300, 8000, 2)], 8000);
    await expect(decodeSound(wav.slice(0, 44 + 8000), false)).rejects.toThrow(
      'audio_truncated: The file promises 2.0 s of audio but holds 0.5 s; it was cut off.',
    );
  });

  it.each([
    [
      'more channels than are read',
      { channels: 200, sampleRateHz: 8000 },
      '200 channels; at most 16 are read',
    ],
    [
      'a rate that would make hours of a few bytes',
      { sampleRateHz: 1 },
      '1 samples per second; 4000 to 384000',
    ],
    ['a rate beyond any sound', { sampleRateHz: 4_000_000_000 }, '4000000000 samples per second'],
  ])('refuses %s before it allocates anything for it', async (_, about, reason) => {
    const before = process.memoryUsage().arrayBuffers;
    const wav = waveFile({ ...about, dataBytes: 720_000 });
    for (const mono of [true, false]) await expect(decodeSound(wav, mono)).rejects.toThrow(reason);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8e6);
  });

  it('keeps eight hours at most, of all channels together', () => {
    const hours = (channels: number, each: number) => () => new SampleBudget().take(channels * each * 3600);
    expect(hours(2, 4)).not.toThrow();
    expect(hours(16, 0.5)).not.toThrow();
    expect(hours(16, 0.51)).toThrow(/^audio_too_long: .* longer than 8 hours, its channels together/);
  });

  it('says that bytes in no known format cannot be decoded', async () => {
    const noise = Uint8Array.from({ length: 4096 }, (_, index) => (index * 73 + (index >> 3)) % 251);
    await expect(decodeSound(noise, false)).rejects.toThrow(/^audio_undecodable: /);
    const headerOnly = encodeWav([sine(300, 8000, 0.1)], 8000).slice(0, 30);
    await expect(decodeSound(headerOnly, false)).rejects.toThrow(/^audio_undecodable: /);
  });
});
