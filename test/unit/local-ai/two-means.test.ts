import { describe, expect, it } from 'vitest';
import { standardise, twoMeans } from '../../../local-ai/engine/speakers/two-means.ts';

const at = (...values: number[]) => ({ values, weight: 1 });

describe('twoMeans', () => {
  it('parts two heaps', () => {
    const labels = twoMeans([at(0, 0), at(10, 10), at(0.5, 0.2), at(9, 11), at(0.1, 0.4)]);
    expect(labels).toEqual([0, 1, 0, 1, 0]);
  });

  it('counts a heavy point for more', () => {
    const light = [at(0), at(4), at(6), at(10)];
    const heavy = [at(0), at(4), { values: [6], weight: 1 }, { values: [10], weight: 50 }];
    expect(twoMeans(light)).toEqual([0, 0, 1, 1]);
    expect(twoMeans(heavy)).toEqual([0, 0, 0, 1]);
  });

  it('gives the same labels every time', () => {
    const points = Array.from({ length: 40 }, (_, index) => at(Math.sin(index * 7), Math.cos(index * 3)));
    expect(twoMeans(points)).toEqual(twoMeans(points));
  });

  it('does not fail on one point or none', () => {
    expect(twoMeans([])).toEqual([]);
    expect(twoMeans([at(3)])).toHaveLength(1);
  });
});

describe('standardise', () => {
  it('gives mean 0 and variance 1 by weight, and 0 for what does not vary', () => {
    const points = standardise([
      { values: [2, 7], weight: 3 },
      { values: [6, 7], weight: 1 },
    ]);
    expect(points[0]?.values[0]).toBeCloseTo(-Math.sqrt(1 / 3));
    expect(points[1]?.values[0]).toBeCloseTo(Math.sqrt(3));
    expect(points.map(({ values }) => values[1])).toEqual([0, 0]);
  });
});
