/** Spearman's rank correlation with mean ranks for ties, -1 to 1; null for fewer than two pairs or no variation. */
export function spearman(pairs: readonly (readonly [number, number])[]): number | null {
  const xs = ranks(pairs.map(([x]) => x));
  const ys = ranks(pairs.map(([, y]) => y));
  return pearson(xs, ys);
}

function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const result = Array.from<number>({ length: values.length }).fill(0);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to += 1;
    for (let at = from; at < to; at += 1) result[order[at] ?? 0] = (from + to - 1) / 2;
    from = to;
  }
  return result;
}

function pearson(xs: readonly number[], ys: readonly number[]): number | null {
  const [meanX, meanY] = [mean(xs), mean(ys)];
  let [product, squareX, squareY] = [0, 0, 0];
  for (const [at, x] of xs.entries()) {
    const [dx, dy] = [x - meanX, (ys[at] ?? 0) - meanY];
    product += dx * dy;
    squareX += dx * dx;
    squareY += dy * dy;
  }
  const scale = Math.sqrt(squareX * squareY);
  return xs.length < 2 || scale === 0 ? null : product / scale;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** F1 of predictions against labels; null where nothing is labelled or predicted. */
export function f1(
  pairs: readonly { readonly predicted: boolean; readonly labelled: boolean }[],
): number | null {
  const hits = pairs.filter(({ predicted, labelled }) => predicted && labelled).length;
  const predicted = pairs.filter((pair) => pair.predicted).length;
  const labelled = pairs.filter((pair) => pair.labelled).length;
  return predicted + labelled === 0 ? null : (2 * hits) / (predicted + labelled);
}

/** Share of true values; null where there are none. */
export function share(values: readonly boolean[]): number | null {
  return values.length === 0 ? null : values.filter(Boolean).length / values.length;
}

/** Numbers from 0 up to 1, always the same for a seed. Source: Tommy Ettinger, mulberry32 (public domain). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The middle 95 % of a measure over `rounds` samples of the items, drawn with replacement (Efron, 1979); the same for the
 * same seed. `null` where a tenth of the samples or more have no value.
 */
export function bootstrap<Item>(
  items: readonly Item[],
  measure: (sample: readonly Item[]) => number | null,
  { seed, rounds }: { readonly seed: number; readonly rounds: number },
): readonly [number, number] | null {
  const random = randomFrom(seed);
  const values: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const sample = items.flatMap(() => items[Math.floor(random() * items.length)] ?? []);
    const value = measure(sample);
    if (value !== null) values.push(value);
  }
  if (values.length < 0.9 * rounds || values.length === 0) return null;
  values.sort((a, b) => a - b);
  const at = (part: number): number => values[Math.round(part * (values.length - 1))] ?? 0;
  return [at(0.025), at(0.975)];
}
