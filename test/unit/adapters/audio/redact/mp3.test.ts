import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMpegFrame, sideInfoBytes } from '../../../../../src/adapters/audio/cut/mp3.ts';
import { redactFile } from '../../../../support/redacted-recording.ts';

const FIXTURES = path.join(import.meta.dirname, '../../../../fixtures');
const read = async (name: string) => new Uint8Array(await readFile(path.join(FIXTURES, name)));
const SPANS = [
  { startMs: 3400, endMs: 4300 },
  { startMs: 6500, endMs: 9000 },
];

interface ParsedFrame {
  readonly side: Uint8Array;
  /** Where its main data stands, in that of all frames. */
  readonly from: number;
  readonly to: number;
}

function bits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1)
    value = value * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
  return value;
}

/** The frames of a file without tags, and the main data of all of them, one after the other. */
function parse(file: Uint8Array): { frames: ParsedFrame[]; main: number[] } {
  const frames: ParsedFrame[] = [];
  const main: number[] = [];
  for (let at = 0, header = readMpegFrame(file, 0); header !== null; header = readMpegFrame(file, at)) {
    const sideAt = at + 4 + (header.protected ? 2 : 0);
    const side = file.subarray(sideAt, sideAt + sideInfoBytes(header));
    const channels = header.mono ? 1 : 2;
    const from = main.length - bits(side, 0, header.mpeg1 ? 9 : 8);
    const first = header.mpeg1 ? 9 + (header.mono ? 5 : 3) + 4 * channels : 8 + channels;
    const granules = Array.from({ length: channels * (header.mpeg1 ? 2 : 1) }, (_, granule) =>
      bits(side, first + granule * (header.mpeg1 ? 59 : 63), 12),
    );
    const size = Math.ceil(granules.reduce((sum, length) => sum + length, 0) / 8);
    frames.push({ side, from, to: from + size });
    main.push(...file.subarray(sideAt + side.byteLength, at + header.sizeBytes));
    at += header.sizeBytes;
  }
  return { frames, main };
}

describe.each(['cut/constant.mp3', 'cut/variable.mp3', 'redaction/call.mp3'])('of a redacted %s', (name) => {
  it('no byte of the main data of a silent frame is left, wherever it stood, and that of all others is whole', async () => {
    // Without its tags.
    const original = parse((await redactFile(await read(name), [])).bytes);
    const redacted = parse((await redactFile(await read(name), SPANS)).bytes);
    expect(redacted.frames).toHaveLength(original.frames.length);
    const silent = redacted.frames.map(({ from, to }) => from === to);
    const changed = original.frames.filter(({ from, to }, at) => silent[at] && to > from);
    expect(changed.length).toBeGreaterThan(40);
    for (const { from, to } of changed)
      expect(redacted.main.slice(from, to).every((byte) => byte === 0)).toBe(true);
    for (const [at, { from, to, side }] of original.frames.entries()) {
      if (silent[at]) continue;
      expect(redacted.frames[at]?.side).toEqual(side);
      expect(redacted.main.slice(from, to)).toEqual(original.main.slice(from, to));
    }
  });
});

describe('a redacted mp3', () => {
  it('is the same redacted again, and has none of its tags', async () => {
    const original = await read('cut/variable.mp3');
    const tag = new TextEncoder().encode('TAGA call with Anne'.padEnd(128, '\0'));
    const { bytes } = await redactFile(new Uint8Array([...original, ...tag]), SPANS);
    expect(new TextDecoder('latin1').decode(bytes)).not.toContain('Anne');
    expect((await redactFile(bytes, SPANS)).bytes).toEqual(bytes);
  });

  it('is whole where it is longer than what is read at a time', async () => {
    const once = parse(await read('redaction/call.mp3'));
    const file = await read('redaction/call.mp3');
    const long = new Uint8Array(Array.from({ length: 9 }, () => [...file]).flat());
    const spans = Array.from({ length: 39 }, (_, at) => ({
      startMs: at * 10_000,
      endMs: at * 10_000 + 4000,
    }));
    const { bytes } = await redactFile(long, spans);
    expect(bytes.byteLength).toBe(long.byteLength);
    const { frames } = parse(bytes);
    expect(frames.length).toBe(once.frames.length * 9);
    const silent = frames.filter(({ from, to }) => from === to).length / frames.length;
    expect(silent).toBeGreaterThan(0.4);
    expect(silent).toBeLessThan(0.6);
  });
});
