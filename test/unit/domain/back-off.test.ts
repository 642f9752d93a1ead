import { describe, expect, it } from 'vitest';
import { backOffMs, jittered } from '../../../src/domain/back-off.ts';

describe('a wait after a failed try', () => {
  it('grows fourfold, up to ten minutes', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((attempts) => backOffMs(attempts, 0.5));
    expect(waits).toEqual([1_000, 4_000, 16_000, 64_000, 256_000, 600_000, 600_000]);
  });

  it('is up to a fifth longer or shorter', () => {
    expect([0, 0.5, 1].map((random) => jittered(10_000, random))).toEqual([8_000, 10_000, 12_000]);
  });
});
