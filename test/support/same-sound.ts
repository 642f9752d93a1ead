/** Mean power of samples, as a share of full scale. */
export function power(samples: Float32Array, from: number, to: number): number {
  const stretch = samples.subarray(Math.max(0, from), to);
  return stretch.reduce((sum, value) => sum + value * value, 0) / Math.max(1, stretch.length);
}

export interface Place {
  /** Sample of `whole` at which `part` begins. */
  readonly at: number;
  /** Normalised correlation there, 1 for the same sound. */
  readonly likeness: number;
}

/** Where `part` is found in `whole`, within `range` samples of `expected`, by comparing `length` samples from `from` on. */
export function findSound(
  whole: Float32Array,
  part: Float32Array,
  expected: number,
  { range, from, length }: { range: number; from: number; length: number },
): Place {
  const sought = part.subarray(from, from + length);
  let best: Place = { at: expected, likeness: -1 };
  for (let at = expected - range; at <= expected + range; at += 1) {
    const likeness = correlation(sought, whole.subarray(Math.max(0, at + from), at + from + length));
    if (likeness > best.likeness) best = { at, likeness };
  }
  return best;
}

function correlation(one: Float32Array, other: Float32Array): number {
  let [product, first, second] = [0, 0, 0];
  for (let at = 0; at < one.length; at += 1) {
    const a = one[at] ?? 0;
    const b = other[at] ?? 0;
    product += a * b;
    first += a * a;
    second += b * b;
  }
  return product / Math.sqrt(first * second + Number.EPSILON);
}
