import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { waveFile } from '../support/wave-file.ts';
import type { Random } from './random.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/cut');

/** Recordings of every container and codec, a few seconds each. */
export function audioSamples(): ReadonlyMap<string, Buffer> {
  const files = readdirSync(FIXTURES).filter((name) => !name.endsWith('.md'));
  return new Map([
    ...files.map((name) => [name, readFileSync(path.join(FIXTURES, name))] as const),
    ['pcm.wav', Buffer.from(waveFile({ channels: 2, sampleRateHz: 16_000, dataBytes: 40_000 }))],
    ['mulaw.wav', Buffer.from(waveFile({ formatTag: 7, bitsPerSample: 8, dataBytes: 20_000 }))],
  ]);
}

const NUMBERS = [
  0, 1, 2, 3, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fff_ffff, 0x8000_0000,
  0xffff_fffe, 0xffff_ffff,
];
/** Names of boxes, chunks and pages: what follows them is read as lengths and counts. */
const MARKS = [
  'fmt ',
  'data',
  'RIFF',
  'moov',
  'stsz',
  'stco',
  'stts',
  'stsc',
  'mdhd',
  'mvhd',
  'esds',
  'mp4a',
  'OggS',
  'OpusHead',
  'vorbis',
  'fLaC',
  'Xing',
  'Info',
  'LIST',
  'ID3',
  'trak',
  'elst',
  'ctts',
  'co64',
  'moof',
  'trun',
];

/** The recording with some of its bytes changed, most of them in what describes the sound. */
export function mutated(sample: Buffer, others: readonly Buffer[], random: Random): Buffer {
  let bytes: Buffer = Buffer.from(sample);
  for (let count = random.between(1, 6); count > 0 && bytes.length > 8; count -= 1)
    bytes = mutatedOnce(bytes, others, random);
  return bytes;
}

function mutatedOnce(bytes: Buffer, others: readonly Buffer[], random: Random): Buffer {
  const at = placeIn(bytes, random);
  switch (random.below(10)) {
    case 0:
      return bytes.subarray(0, random.between(1, bytes.length));
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.between(1, 40))]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), random.bytes(random.between(1, 40)), bytes.subarray(at)]);
    case 3: {
      const piece = bytes.subarray(at, at + random.between(1, 4000));
      return Buffer.concat([
        bytes.subarray(0, at),
        ...Array.from({ length: random.between(2, 20) }, () => piece),
        bytes.subarray(at),
      ]);
    }
    case 4: {
      const other = random.pick(others);
      return Buffer.concat([
        bytes.subarray(0, at),
        other.subarray(placeIn(other, random), random.between(100, 6000)),
        bytes.subarray(at),
      ]);
    }
    case 5:
      bytes[at] = random.below(256);
      return bytes;
    case 6:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      return bytes;
    default:
      return withNumber(bytes, at, random);
  }
}

function withNumber(bytes: Buffer, at: number, random: Random): Buffer {
  const value = random.happens(0.8) ? random.pick(NUMBERS) : random.below(0xffff_ffff);
  const width = random.pick([1, 2, 4, 4, 8]);
  if (at + width > bytes.length) return bytes;
  const isBig = random.happens(0.5);
  if (width === 8)
    bytes.writeBigUInt64BE(
      (BigInt(value) << BigInt(random.pick([0, 8, 31, 32]))) & 0xffff_ffff_ffff_ffffn,
      at,
    );
  else if (isBig) bytes.writeUIntBE(value % 256 ** width, at, width);
  else bytes.writeUIntLE(value % 256 ** width, at, width);
  return bytes;
}

/** Near a mark, in the head, or anywhere. */
function placeIn(bytes: Buffer, random: Random): number {
  const kind = random.below(10);
  if (kind < 4) {
    const mark = bytes.indexOf(random.pick(MARKS));
    if (mark >= 0) return Math.min(bytes.length - 1, mark + random.between(0, 40));
  }
  return kind < 8 ? random.below(Math.min(bytes.length, 400)) : random.below(bytes.length);
}
