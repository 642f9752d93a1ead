import { writeFileSync } from 'node:fs';
import { LARGEST_WEIGHT, WEIGHT_CHARACTERS } from '../../src/understanding/model.ts';
import type { Regression } from './logistic-regression.ts';

export interface Calibration {
  readonly slope: number;
  readonly offset: number;
  /** From which probability on an output is stated. */
  readonly threshold: number;
  /** The best F1 of any threshold. */
  readonly f1: number;
  /** The same of whether a call has one at all, where that is asked. */
  readonly callF1?: number;
  /** Mean absolute difference of probability and truth. */
  readonly error: number;
}

export interface Fitted {
  readonly name: string;
  readonly outputs: readonly string[];
  readonly choice: 'each' | 'one';
  readonly model: Regression;
  readonly calibrations: readonly Calibration[];
}

export function writeModelFile(file: string, fitted: readonly Fitted[]): void {
  const packed = fitted.map(pack);
  const header = {
    version: 3,
    models: Object.fromEntries(packed.map(({ name, header: own }) => [name, own])),
  };
  const models = packed.map(
    ({ name, hashes, weights }) =>
      `    ${name}: {\n      hashes:\n        '${hashes}',\n      weights:\n        '${weights}',\n    },\n`,
  );
  writeFileSync(
    file,
    `// Made by \`npm run train\`.\nexport const MODEL_FILE = {\n  header:\n    '${JSON.stringify(header)}',\n  models: {\n${models.join('')}  },\n};\n`,
  );
  console.log(packed.map(({ name, weights }) => `${name}: ${weights.length} weights`).join(', '));
}

const rounded = (value: number) => Number(value.toPrecision(5));

/** A model as `LinearModel` reads it, by its name. */
export function pack({ name, outputs, choice, model, calibrations }: Fitted) {
  const rows = [...model.weights].toSorted(([a], [b]) => a - b);
  const scale = outputs.map((_, output) => {
    const largest = rows.reduce((most, [, own]) => Math.max(most, Math.abs(own[output] ?? 0)), 1e-6);
    return largest / LARGEST_WEIGHT;
  });
  const bytes: number[] = [];
  let before = 0;
  for (const [hash] of rows) {
    let step = hash - before;
    before = hash;
    while (step >= 0x80) {
      bytes.push((step % 0x80) | 0x80);
      step = Math.floor(step / 0x80);
    }
    bytes.push(step);
  }
  const characterOf = (weight: number, output: number): string =>
    WEIGHT_CHARACTERS.charAt(Math.round(weight / (scale[output] ?? 1)) + LARGEST_WEIGHT);
  return {
    name,
    header: {
      outputs,
      choice,
      features: rows.length,
      scale: scale.map(rounded),
      bias: Array.from(model.bias, rounded),
      slope: calibrations.map(({ slope }) => rounded(slope)),
      offset: calibrations.map(({ offset }) => rounded(offset)),
      threshold: calibrations.map(({ threshold }) => rounded(threshold)),
      error: calibrations.map(({ error }) => rounded(error)),
    },
    hashes: Buffer.from(bytes).toString('base64'),
    weights: rows.map(([, own]) => Array.from(own, characterOf).join('')).join(''),
  };
}
