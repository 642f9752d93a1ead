import { describe, expect, it } from 'vitest';
import { decodedChannels, redactFile } from '../../../../support/redacted-recording.ts';
import { power } from '../../../../support/same-sound.ts';
import { waveFile } from '../../../../support/wave-file.ts';

const HEADER_BYTES = 44;
const SPANS = [{ startMs: 300, endMs: 700 }];

const FORMATS = [
  { name: 'PCM, 8 bits', formatTag: 1, bitsPerSample: 8, silence: 0x80 },
  { name: 'PCM, 16 bits', formatTag: 1, bitsPerSample: 16, silence: 0 },
  { name: 'PCM, 24 bits', formatTag: 1, bitsPerSample: 24, silence: 0 },
  { name: 'PCM, 32 bits', formatTag: 1, bitsPerSample: 32, silence: 0 },
  { name: 'float, 32 bits', formatTag: 3, bitsPerSample: 32, silence: 0 },
  { name: 'float, 64 bits', formatTag: 3, bitsPerSample: 64, silence: 0 },
  { name: 'A-law', formatTag: 6, bitsPerSample: 8, silence: 0xd5 },
  { name: 'mu-law', formatTag: 7, bitsPerSample: 8, silence: 0xff },
];

/** A second of bytes that are never those of silence. */
function secondOf(formatTag: number, bitsPerSample: number, channels: number): Uint8Array<ArrayBuffer> {
  const file = waveFile({ formatTag, bitsPerSample, channels, dataBytes: channels * bitsPerSample * 1000 });
  for (let at = HEADER_BYTES; at < file.byteLength; at += 1) file[at] = 1 + ((at * 7) % 0x3f);
  return file;
}

describe.each(FORMATS)('of a WAVE file of $name', ({ formatTag, bitsPerSample, silence }) => {
  it.each([1, 2, 6])(
    'the samples of the spans are silent on each of %i channels, all others as before',
    async (channels) => {
      const original = secondOf(formatTag, bitsPerSample, channels);
      const { bytes } = await redactFile(original, SPANS);
      expect(bytes.byteLength).toBe(original.byteLength);
      const [from, to] = [0.3, 0.7].map(
        (second) => HEADER_BYTES + Math.round(second * 1000) * channels * bitsPerSample,
      );
      expect(bytes.subarray(from, to).every((byte) => byte === silence)).toBe(true);
      expect(bytes.subarray(HEADER_BYTES, from)).toEqual(original.subarray(HEADER_BYTES, from));
      expect(bytes.subarray(to)).toEqual(original.subarray(to));
      expect((await redactFile(bytes, SPANS)).bytes).toEqual(bytes);
    },
  );

  it('a beep takes the place of silence where it is asked for', async () => {
    const { bytes } = await redactFile(secondOf(formatTag, bitsPerSample, 2), SPANS, 'beep');
    for (const channel of await decodedChannels(bytes)) {
      const beep = channel.subarray(0.35 * 16_000, 0.65 * 16_000);
      expect(power(beep, 0, beep.length)).toBeCloseTo(0.005, 3);
      const crossings = beep.filter((value, at) => at > 0 && value >= 0 !== (beep[at - 1] ?? 0) >= 0).length;
      expect(Math.abs(crossings - 600)).toBeLessThan(5);
    }
  });
});

describe('a redacted WAVE file', () => {
  it('has none of the texts that stood beside the samples', async () => {
    const plain = secondOf(1, 16, 1);
    const text = new TextEncoder().encode('LIST\u0010\0\0\0INFOICMT\u0004\0\0\0Anne');
    const file = new Uint8Array([...plain.subarray(0, 36), ...text, ...plain.subarray(36), ...text]);
    const { bytes } = await redactFile(file, SPANS);
    expect(new TextDecoder('latin1').decode(bytes)).not.toContain('Anne');
    expect(bytes.byteLength).toBe(plain.byteLength);
  });
});
