import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWavHeader } from '../../../../../local-ai/audio/wav-header.ts';
import { planChunks } from '../../../../../src/adapters/audio/cut/plan-chunks.ts';
import { probeRecording } from '../../../../../src/adapters/audio/probe.ts';
import { computedSource, type CountedSource } from '../../../../support/counted-source.ts';
import { cutRecording } from '../../../../support/cut-recording.ts';
import { waveFile } from '../../../../support/wave-file.ts';
import { encodeWav, ENCODINGS, type ExtraChunk } from '../../../local-ai/encoded-wav.ts';

const HZ = 8000;
const LIMITS = { longestMs: 20_000, overlapMs: 1000 };

/** Speech-like bursts: two seconds of sound, one of a hum sixty decibels below. */
const bursts = (hz: number): number[] =>
  Array.from({ length: 66 * HZ }, (_, index) => {
    const level = (index / HZ) % 3 < 2 ? 0.7 : 0.0007;
    return level * Math.sin((2 * Math.PI * hz * index) / HZ + Math.sin(index / 900));
  });
const left = bursts(440);
const right = bursts(310);

const DECLARED = { contentType: '', fileName: null };

/** So many seconds of silence in 16 bit, which are nowhere stored. */
function silence(seconds: number): CountedSource {
  const header = waveFile({ dataBytes: 0, statedBytes: seconds * 2 * HZ });
  return computedSource(44 + seconds * 2 * HZ, (start, end) => {
    const bytes = new Uint8Array(end - start);
    if (start < 44) bytes.set(header.subarray(start, end));
    return bytes;
  });
}

const samplesOf = (file: Uint8Array): Uint8Array => {
  const header = readWavHeader(file);
  if (header === null) throw new Error('the chunk is no WAVE file');
  return file.subarray(header.dataStart, header.dataStart + header.presentBytes);
};

/** The data of all chunks in order, what is in two of them once. */
const joined = (pieces: readonly { startByte: number; data: Uint8Array }[]): Buffer => {
  const first = pieces[0]?.startByte ?? 0;
  const whole: Uint8Array[] = [];
  let end = first;
  for (const { startByte, data } of pieces) {
    whole.push(data.subarray(end - startByte));
    end = startByte + data.byteLength;
  }
  return Buffer.concat(whole);
};

describe('cutting a WAVE file', () => {
  it.each(ENCODINGS)('of $name gives every sample back, in files of their own', async (encoding) => {
    const wav = encodeWav([left, right], HZ, encoding);
    const cut = await cutRecording(wav, LIMITS);
    expect(cut).toHaveLength(4);
    const pieces = cut.map(({ chunk, file }) => ({ startByte: chunk.startByte, data: samplesOf(file) }));
    expect(Buffer.compare(joined(pieces), samplesOf(wav))).toBe(0);
  });

  it.each(ENCODINGS)('of $name cuts in the middle of a pause', async (encoding) => {
    const cut = await cutRecording(encodeWav([left], HZ, encoding), LIMITS);
    const middles = cut
      .slice(1)
      .map(({ chunk }, index) => ((cut[index]?.chunk.endMs ?? 0) + chunk.startMs) / 2);
    expect(middles).toHaveLength(3);
    for (const middle of middles) {
      expect(middle % 3000).toBeGreaterThan(2250);
      expect(middle % 3000).toBeLessThan(2750);
    }
  });

  it('gives times that are those of its bytes', async () => {
    const cut = await cutRecording(encodeWav([left], HZ), LIMITS);
    for (const { chunk } of cut) {
      expect(Math.abs((chunk.startByte - 44) / 16 - chunk.startMs)).toBeLessThanOrEqual(0.5);
      expect(Math.abs((chunk.endByte - 44) / 16 - chunk.endMs)).toBeLessThanOrEqual(0.5);
    }
  });

  it('steps over other chunks, and reads to the end where a streaming writer left the size open', async () => {
    const list: ExtraChunk = { id: 'LIST', body: new Uint8Array(3001).fill(65) };
    const wav = encodeWav([left], HZ, undefined, [list]);
    const plain = await cutRecording(encodeWav([left], HZ), LIMITS);
    const open = encodeWav([left], HZ);
    new DataView(open.buffer).setUint32(40, 0xffff_ffff, true);
    for (const [bytes, shift] of [
      [wav, 3010],
      [open, 0],
    ] as const) {
      const cut = await cutRecording(bytes, LIMITS);
      expect(cut.map(({ chunk }) => chunk.startByte - shift)).toEqual(
        plain.map(({ chunk }) => chunk.startByte),
      );
    }
  });

  it('leaves one that is short enough as it is', async () => {
    expect(await cutRecording(encodeWav([left], HZ), { longestMs: 66_000, overlapMs: 1000 })).toEqual([]);
  });

  it('leaves one of an unknown encoding as it is', async () => {
    const wav = encodeWav([left], HZ);
    new DataView(wav.buffer).setUint16(20, 0x55, true);
    expect(await cutRecording(wav, LIMITS)).toEqual([]);
  });

  it('of any length makes chunks within the limit that overlap and leave nothing out', async () => {
    const settings = fc.record({
      seconds: fc.integer({ min: 20, max: 4000 }),
      longestMs: fc.integer({ min: 60_000, max: 900_000 }),
      overlapMs: fc.integer({ min: 500, max: 16_000 }),
    });
    await fc.assert(
      fc.asyncProperty(settings, async ({ seconds, longestMs, overlapMs }) => {
        const source = silence(seconds);
        const facts = await probeRecording(source, DECLARED);
        const chunks = await planChunks(source, facts, { longestMs, overlapMs });
        if (chunks === null) {
          expect(seconds * 1000).toBeLessThanOrEqual(longestMs);
          return;
        }
        expect(chunks[0]).toMatchObject({ index: 0, startMs: 0, startByte: 44 });
        expect(chunks.at(-1)).toMatchObject({ endMs: seconds * 1000, endByte: source.sizeBytes });
        for (const [index, chunk] of chunks.entries()) {
          expect(chunk.endMs - chunk.startMs).toBeLessThanOrEqual(longestMs);
          const before = chunks[index - 1];
          if (before) expect(Math.abs(before.endMs - chunk.startMs - overlapMs)).toBeLessThanOrEqual(160);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('of twelve hours reads half a minute for each cut', async () => {
    const source = silence(12 * 3600);
    const facts = await probeRecording(source, DECLARED);
    const chunks = await planChunks(source, facts, { longestMs: 600_000, overlapMs: 1000 });
    expect(chunks?.length).toBeGreaterThanOrEqual(72);
    expect(chunks?.length).toBeLessThanOrEqual(76);
    expect(source.readBytes()).toBeLessThan((chunks?.length ?? 0) * 33 * 16_000);
  });
});
