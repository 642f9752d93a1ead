import { describe, expect, it } from 'vitest';
import { endsInsideOggPage, mp4Extent, statesMp3Length } from '../../../local-ai/audio/container-extent.ts';

function box(type: string, bodyBytes: number, size = bodyBytes + 8): Buffer {
  const bytes = Buffer.alloc(8 + bodyBytes);
  bytes.writeUInt32BE(size, 0);
  bytes.write(type, 4, 'latin1');
  return bytes;
}

/** An Ogg page with one segment per entry of `lacing`. */
function page(lacing: readonly number[]): Buffer {
  const bytes = Buffer.alloc(27 + lacing.length + lacing.reduce((sum, length) => sum + length, 0));
  bytes.write('OggS', 0, 'latin1');
  bytes.writeUInt8(lacing.length, 26);
  bytes.set(lacing, 27);
  return bytes;
}

describe('mp4Extent', () => {
  it('is the size of the file when all boxes are there', () => {
    const file = Buffer.concat([box('ftyp', 12), box('moov', 40), box('mdat', 100)]);
    expect(mp4Extent(file)).toBe(file.length);
  });

  it('is more than the file when the last box is cut', () => {
    const file = Buffer.concat([box('ftyp', 12), box('mdat', 100)]);
    expect(mp4Extent(file.subarray(0, 60))).toBe(file.length);
  });

  it('is unknown when the last box runs to the end by design', () => {
    expect(mp4Extent(Buffer.concat([box('ftyp', 12), box('mdat', 100, 0)]))).toBeNull();
  });
});

describe('endsInsideOggPage', () => {
  it('is false for whole pages and true for a cut one', () => {
    const file = Buffer.concat([page([20, 30]), page([255, 10])]);
    expect(endsInsideOggPage(file)).toBe(false);
    expect(endsInsideOggPage(file.subarray(0, file.length - 1))).toBe(true);
    expect(endsInsideOggPage(file.subarray(0, page([20, 30]).length + 10))).toBe(true);
  });
});

describe('statesMp3Length', () => {
  it('finds the frame count behind an ID3 tag, and only there', () => {
    const tag = Buffer.alloc(10 + 5000);
    tag.write('ID3', 0, 'latin1');
    tag.set([0, 0, 5000 >> 7, 5000 & 0x7f], 6);
    const frame = Buffer.alloc(400);
    const withCount = Buffer.from(frame);
    withCount.write('Xing', 36, 'latin1');
    expect(statesMp3Length(Buffer.concat([tag, withCount]))).toBe(true);
    expect(statesMp3Length(Buffer.concat([tag, frame]))).toBe(false);
  });
});
