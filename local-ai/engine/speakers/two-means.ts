/** A point with the weight it has in the means. All points of a set have equally many values. */
export interface WeightedPoint {
  values: readonly number[];
  weight: number;
}

const MAX_ROUNDS = 50;
/** Shares of the points that a start puts into the first cluster, ordered by the leading value. */
const START_SHARES = [0.2, 0.35, 0.5, 0.65, 0.8];

export function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0);
}

/** Weighted mean of the points that `belongs` picks, null when it picks none. */
function meanOf(points: readonly WeightedPoint[], belongs: (index: number) => boolean): number[] | null {
  const picked = points.filter((_, index) => belongs(index));
  const total = picked.reduce((sum, point) => sum + point.weight, 0);
  if (total === 0) return null;
  const size = picked[0]?.values.length ?? 0;
  return Array.from(
    { length: size },
    (_, dimension) =>
      picked.reduce((sum, { values, weight }) => sum + (values[dimension] ?? 0) * weight, 0) / total,
  );
}

/** Scales every dimension to mean 0 and variance 1 over the weighted points. A constant dimension becomes 0. */
export function standardise(points: readonly WeightedPoint[]): WeightedPoint[] {
  const mean = meanOf(points, () => true) ?? [];
  const squares = points.map(({ values, weight }) => ({
    values: values.map((value, dimension) => (value - (mean[dimension] ?? 0)) ** 2),
    weight,
  }));
  const variance = meanOf(squares, () => true) ?? [];
  return points.map(({ values, weight }) => ({
    values: values.map((value, dimension) => {
      const spread = Math.sqrt(variance[dimension] ?? 0);
      return spread < 1e-9 ? 0 : (value - (mean[dimension] ?? 0)) / spread;
    }),
    weight,
  }));
}

interface Clustering {
  labels: number[];
  inertia: number;
}

/** Lloyd's iteration from one start until no label changes. */
function settle(points: readonly WeightedPoint[], start: readonly number[]): Clustering {
  let labels = [...start];
  for (let round = 0; ; round += 1) {
    const current = labels;
    const centres = [0, 1].map((label) => meanOf(points, (index) => current[index] === label));
    const distances = points.map(({ values }) =>
      centres.map((centre) => (centre === null ? Infinity : squaredDistance(values, centre))),
    );
    labels = distances.map(([zero = 0, one = 0]) => (one < zero ? 1 : 0));
    const stable = labels.every((label, index) => label === current[index]);
    if (stable || round === MAX_ROUNDS) {
      const inertia = points.reduce(
        (sum, { weight }, index) => sum + weight * Math.min(...(distances[index] ?? [0])),
        0,
      );
      return { labels, inertia };
    }
  }
}

/**
 * Splits points into two groups with the least weighted squared distance to their group's mean (Lloyd 1982). The
 * starts are fixed cuts along the last dimension, so equal input gives equal labels (0 or 1, in order of the points).
 */
export function twoMeans(points: readonly WeightedPoint[]): number[] {
  const leading = points.map(({ values }) => values.at(-1) ?? 0);
  const ordered = leading.toSorted((a, b) => a - b);
  const results = START_SHARES.map((share) => {
    const cut = ordered[Math.floor(ordered.length * share)] ?? 0;
    return settle(
      points,
      leading.map((value) => (value > cut ? 1 : 0)),
    );
  });
  const best = results.toSorted((a, b) => a.inertia - b.inertia)[0];
  return best?.labels ?? [];
}
