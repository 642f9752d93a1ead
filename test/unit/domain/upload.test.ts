import { describe, expect, it } from 'vitest';
import {
  fromUploadId,
  missingParts,
  partBytesFor,
  partCount,
  partSize,
  toUploadId,
} from '../../../src/domain/upload.ts';

const MIB = 1024 * 1024;

describe('the parts of an upload', () => {
  it.each([1, 8 * MIB, 8 * MIB + 1, 115_200_044, 10 * 1024 ** 3, 400 * 1024 ** 3, 10_000 * 9 * MIB + 1])(
    'of %i bytes are equal but for the last, few enough, and together the whole',
    (sizeBytes) => {
      const upload = { sizeBytes, partBytes: partBytesFor(sizeBytes) };
      const count = partCount(upload);
      expect(count).toBeLessThanOrEqual(10_000);
      expect(upload.partBytes % MIB).toBe(0);
      const sizes = Array.from({ length: count }, (_, at) => partSize(upload, at + 1) ?? 0);
      expect(sizes.slice(0, -1).every((size) => size === upload.partBytes)).toBe(true);
      expect(sizes.at(-1)).toBeGreaterThan(0);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(sizeBytes);
    },
  );

  it('have numbers from 1 to the last, and no others', () => {
    const upload = { sizeBytes: 20 * MIB, partBytes: 8 * MIB };
    expect([0, 1, 3, 4, 1.5, Number.NaN].map((number) => partSize(upload, number))).toEqual([
      null,
      8 * MIB,
      4 * MIB,
      null,
      null,
      null,
    ]);
    const there = { number: 2, sizeBytes: 8 * MIB, etag: 'x' };
    expect(missingParts(upload, [there])).toEqual([1, 3]);
  });
});

describe('the id of an upload', () => {
  it('has the UUID of the analysis it becomes', () => {
    const uuid = '019d2a5b-7c00-7000-8000-0123456789ab';
    expect(fromUploadId(toUploadId(uuid))).toBe(uuid);
    for (const id of [uuid, 'upl_', 'upl_1', `ana_${uuid}`]) expect(fromUploadId(id)).toBeNull();
  });
});
