import { featureValue, logistic } from '../../src/understanding/model.ts';

/** What one turn or one call is known by, and what is true of it: by output, 0 to 1; NaN where an output does not apply. */
export interface Example {
  readonly features: readonly number[];
  readonly targets: readonly number[];
}

export interface Training {
  readonly choice: 'each' | 'one';
  readonly epochs: number;
  readonly rate: number;
  /** In how many calls a feature must stand. */
  readonly leastCalls: number;
  /** How many features are kept: those with the largest weights. */
  readonly mostFeatures: number;
}

/** Weights by feature hash, one by output. */
export interface Regression {
  readonly weights: ReadonlyMap<number, Float32Array>;
  readonly bias: Float32Array;
}

/** Numbers from 0 to 1 that are the same in every run. Source: Mulberry32, Tommy Ettinger, public domain. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fits by AdaGrad (Duchi, Hazan and Singer, 2011), one example at a time, in an order that is the same in every run. */
export function fitRegression(
  groups: readonly (readonly Example[])[],
  outputs: number,
  training: Training,
): Regression {
  const rows = vocabulary(groups, training.leastCalls);
  const examples = groups.flat().map(({ features, targets }) => ({
    rows: Int32Array.from(new Set(features.flatMap((feature) => rows.get(feature) ?? []))),
    targets,
  }));
  const weights = new Parameters(rows.size * outputs, 0.01, training.rate);
  const bias = new Parameters(outputs, 1, training.rate);
  const random = seededRandom(1);
  for (let epoch = 0; epoch < training.epochs; epoch += 1) {
    for (const { rows: own, targets } of shuffled(examples, random)) {
      const value = featureValue(own.length);
      const scores = Float32Array.from(bias.values);
      for (const row of own) {
        for (let output = 0; output < outputs; output += 1)
          scores[output] = (scores[output] ?? 0) + value * (weights.values[row * outputs + output] ?? 0);
      }
      const errors = errorsOf(scores, targets, training.choice);
      for (const row of own) {
        for (let output = 0; output < outputs; output += 1)
          weights.descend(row * outputs + output, (errors[output] ?? 0) * value, WEIGHT_DECAY);
      }
      for (let output = 0; output < outputs; output += 1) bias.descend(output, errors[output] ?? 0, 0);
    }
  }
  return { bias: bias.values, weights: strongest(rows, weights.values, outputs, training.mostFeatures) };
}

const WEIGHT_DECAY = 1e-5;

/** Numbers that are fitted, each with a step of its own: the more it was moved, the smaller. */
class Parameters {
  readonly values: Float32Array;
  readonly #squares: Float32Array;
  readonly #rate: number;

  constructor(size: number, start: number, rate: number) {
    this.values = new Float32Array(size);
    this.#squares = new Float32Array(size).fill(start);
    this.#rate = rate;
  }

  descend(at: number, slope: number, decay: number): void {
    const value = this.values[at] ?? 0;
    const gradient = slope + decay * value;
    const squares = (this.#squares[at] ?? 0) + gradient * gradient;
    this.#squares[at] = squares;
    this.values[at] = value - (this.#rate * gradient) / Math.sqrt(squares);
  }
}

/** By output, its probability less what is true. */
function errorsOf(
  scores: Float32Array,
  targets: readonly number[],
  choice: Training['choice'],
): Float32Array {
  const most = scores.reduce((a, b) => Math.max(a, b));
  const sum = scores.reduce((total, score) => total + Math.exp(score - most), 0);
  return scores.map((score, output) => {
    const target = targets[output] ?? 0;
    const probability = choice === 'each' ? logistic(score) : Math.exp(score - most) / sum;
    return Number.isNaN(target) ? 0 : probability - target;
  });
}

function vocabulary(groups: readonly (readonly Example[])[], least: number): Map<number, number> {
  const calls = new Map<number, number>();
  for (const examples of groups) {
    for (const feature of new Set(examples.flatMap(({ features }) => features)))
      calls.set(feature, (calls.get(feature) ?? 0) + 1);
  }
  const known = [...calls].filter(([, count]) => count >= least).map(([feature]) => feature);
  return new Map(known.map((feature, row) => [feature, row]));
}

function strongest(
  rows: ReadonlyMap<number, number>,
  weights: Float32Array,
  outputs: number,
  most: number,
): Map<number, Float32Array> {
  const kept = [...rows].map(([feature, row]) => {
    const own = weights.subarray(row * outputs, (row + 1) * outputs);
    return { feature, own, strength: Math.hypot(...own) };
  });
  kept.sort((a, b) => b.strength - a.strength || a.feature - b.feature);
  return new Map(kept.slice(0, most).map(({ feature, own }) => [feature, own.slice()]));
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}

/** Scores by output: log odds before calibration. */
export function scoresOf({ weights, bias }: Regression, features: readonly number[]): number[] {
  const known = [...new Set(features)].flatMap((feature) => weights.get(feature) ?? []);
  const value = featureValue(known.length);
  return Array.from(
    bias,
    (start, output) => start + value * known.reduce((sum, own) => sum + (own[output] ?? 0), 0),
  );
}
