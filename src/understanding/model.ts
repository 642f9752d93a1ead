import { z } from 'zod';
import { MODEL_FILE } from './model-file.ts';

/** What stands in the file about one model, before its hashes and weights. Lists are by output. */
export const LinearModelHeader = z.strictObject({
  outputs: z.array(z.string()).min(1),
  /** `each`: any number of the outputs are true, or to a degree of 0 to 1; `one`: exactly one is. */
  choice: z.enum(['each', 'one']),
  features: z.int().min(0),
  /** A weight is a small whole number times the scale of its output. */
  scale: z.array(z.number()),
  bias: z.array(z.number()),
  /** Calibration: the logistic function of `slope * score + offset` is a probability (Platt, 1999). */
  slope: z.array(z.number()),
  offset: z.array(z.number()),
  /** From which probability on an output is stated; where exactly one is true, the same for all and of the most probable. */
  threshold: z.array(z.number()),
  /** By how much an output was wrong on calls of other writers, as the mean of absolute differences, 0 to 1. */
  error: z.array(z.number()),
});
type LinearModelHeader = z.infer<typeof LinearModelHeader>;

/** What the file holds of a model beside its header. */
interface PackedModel {
  /** In base64, the hashes in rising order as differences, seven bits a byte, the lowest first. */
  readonly hashes: string;
  /** Feature by feature, one character a weight. */
  readonly weights: string;
}

/** The characters that stand for weights, from the lowest on: one a weight is what compresses best. */
export const WEIGHT_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+';
/** Weights reach from minus this to this; more would be finer than what is learned, and the file would be larger. */
export const LARGEST_WEIGHT = (WEIGHT_CHARACTERS.length - 1) / 2;

function unpackWeights(packed: string): Int8Array {
  const values = new Int8Array(128);
  for (let at = 0; at < WEIGHT_CHARACTERS.length; at += 1)
    values[WEIGHT_CHARACTERS.charCodeAt(at)] = at - LARGEST_WEIGHT;
  const weights = new Int8Array(packed.length);
  for (let at = 0; at < packed.length; at += 1) weights[at] = values[packed.charCodeAt(at)] ?? 0;
  return weights;
}

/**
 * Logistic regressions that share features. A feature is known by its hash; one that training did not meet says nothing.
 */
export class LinearModel {
  readonly header: LinearModelHeader;
  readonly #rows = new Map<number, number>();
  readonly #weights: Int8Array;

  constructor(header: LinearModelHeader, { hashes, weights }: PackedModel) {
    this.header = header;
    const bytes = atob(hashes);
    let at = 0;
    let hash = 0;
    for (let row = 0; row < header.features; row += 1) {
      let place = 1;
      let byte = 0;
      do {
        byte = bytes.charCodeAt(at);
        hash += (byte & 0x7f) * place;
        place *= 0x80;
        at += 1;
      } while (byte >= 0x80);
      this.#rows.set(hash, row);
    }
    this.#weights = unpackWeights(weights);
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

const MODEL_NAMES = [
  'roles',
  'acts',
  'outcome',
  'tone',
  'kind',
  'tasks',
  'objections',
  'objectionKinds',
  'settled',
  'effort',
] as const;
type ModelName = (typeof MODEL_NAMES)[number];

/** What the file says about its models. */
const ModelHeader = z.strictObject({
  version: z.literal(3),
  models: z.record(z.enum(MODEL_NAMES), LinearModelHeader),
});

let opened: Readonly<Record<ModelName, LinearModel>> | null = null;

/** What was learned from labelled calls: `npm run train` makes it. Read once, when it is first asked for. */
export function models(): Readonly<Record<ModelName, LinearModel>> {
  opened ??= openModels();
  return opened;
}

/** Throws where the file is of another version or shape. */
function openModels(): Record<ModelName, LinearModel> {
  const { models: headers } = ModelHeader.parse(JSON.parse(MODEL_FILE.header));
  const open = (name: ModelName): LinearModel => new LinearModel(headers[name], MODEL_FILE.models[name]);
  return {
    roles: open('roles'),
    acts: open('acts'),
    outcome: open('outcome'),
    tone: open('tone'),
    kind: open('kind'),
    tasks: open('tasks'),
    objections: open('objections'),
    objectionKinds: open('objectionKinds'),
    settled: open('settled'),
    effort: open('effort'),
  };
}
