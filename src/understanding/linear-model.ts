import { z } from 'zod';

/** What stands in the file about one model, before its hashes and weights. Lists are by output. */
export const LinearModelHeader = z.strictObject({
  outputs: z.array(z.string()).min(1),
  /** `each`: any number of the outputs are true; `one`: exactly one is. */
  choice: z.enum(['each', 'one']),
  features: z.int().min(0),
  /** A weight is a small whole number (a signed byte) times the scale of its output. */
  scale: z.array(z.number()),
  bias: z.array(z.number()),
  /** Calibration: the logistic function of `slope * score + offset` is a probability (Platt, 1999). */
  slope: z.array(z.number()),
  offset: z.array(z.number()),
  /** From which probability on an output is stated, where any number of them may be (`each`). */
  threshold: z.array(z.number()),
});
export type LinearModelHeader = z.infer<typeof LinearModelHeader>;

/**
 * Logistic regressions that share features. A feature is known by its hash; one that training did not meet says nothing.
 * In the file the hashes stand in rising order as differences, seven bits a byte, the lowest first; then the weights,
 * feature by feature.
 */
export class LinearModel {
  readonly header: LinearModelHeader;
  /** How many bytes of the file the model takes. */
  readonly size: number;
  readonly #rows = new Map<number, number>();
  readonly #weights: Int8Array;

  constructor(header: LinearModelHeader, file: Uint8Array) {
    this.header = header;
    let at = 0;
    let hash = 0;
    for (let row = 0; row < header.features; row += 1) {
      let place = 1;
      let byte = 0;
      do {
        byte = file[at] ?? 0;
        hash += (byte & 0x7f) * place;
        place *= 0x80;
        at += 1;
      } while (byte >= 0x80);
      this.#rows.set(hash, row);
    }
    const weights = header.features * header.outputs.length;
    this.#weights = new Int8Array(file.buffer, file.byteOffset + at, weights);
    this.size = at + weights;
  }

  /** One score by output: log odds before calibration. A feature that is there several times counts once. */
  scores(features: Iterable<number>): number[] {
    const { outputs, scale, bias } = this.header;
    const rows = new Set<number>();
    for (const feature of features) {
      const row = this.#rows.get(feature);
      if (row !== undefined) rows.add(row);
    }
    const sums = new Int32Array(outputs.length);
    for (const row of rows) {
      const first = row * sums.length;
      for (let output = 0; output < sums.length; output += 1)
        sums[output] = (sums[output] ?? 0) + (this.#weights[first + output] ?? 0);
    }
    const value = featureValue(rows.size);
    return Array.from(sums, (sum, output) => sum * value * (scale[output] ?? 0) + (bias[output] ?? 0));
  }

  /** One probability by output. */
  probabilities(features: Iterable<number>): number[] {
    const { choice, slope, offset } = this.header;
    const scores = this.scores(features).map(
      (score, output) => (slope[output] ?? 1) * score + (offset[output] ?? 0),
    );
    if (choice === 'each') return scores.map(logistic);
    const most = Math.max(...scores);
    const shares = scores.map((score) => Math.exp(score - most));
    const sum = shares.reduce((total, share) => total + share, 0);
    return shares.map((share) => share / sum);
  }
}

/** A turn of fewer features than this says less: one word is no evidence of much. */
const LEAST_FEATURES = 25;

/** What each of so many features counts: long texts score no higher than short ones. */
export function featureValue(count: number): number {
  return 4 / Math.sqrt(Math.max(LEAST_FEATURES, count));
}

export function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
