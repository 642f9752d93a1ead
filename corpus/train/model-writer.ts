import { writeFileSync } from 'node:fs';
import { logistic } from '../../src/understanding/linear-model.ts';
import type { Threshold } from './calibration.ts';
import type { Regression } from './logistic-regression.ts';

export interface Fitted {
  readonly name: string;
  readonly outputs: readonly string[];
  readonly choice: 'each' | 'one';
  readonly model: Regression;
  readonly calibrations: readonly { slope: number; offset: number; best: Threshold; sure: Threshold }[];
}

/** More would be finer than what is learned, and the file would be larger: what is packed is what stands apart. */
const LARGEST = 31;

export function writeModelFile(file: string, fitted: readonly Fitted[]): void {
  const packed = fitted.map(pack);
  const header = {
    version: 1,
    models: Object.fromEntries(packed.map(({ name, header: own }) => [name, own])),
  };
  const bytes = Buffer.concat([
    Buffer.from(`${JSON.stringify(header)}\n`),
    ...packed.map(({ body }) => body),
  ]);
  writeFileSync(
    file,
    `// Made by \`npm run train\`.\nexport const MODEL_FILE =\n  '${bytes.toString('base64')}';\n`,
  );
  console.log(packed.map(({ name, body }) => `${name} ${body.length}`).join(', '), bytes.length);
}

const rounded = (value: number) => Number(value.toPrecision(5));

function pack({ name, outputs, choice, model, calibrations }: Fitted) {
  const rows = [...model.weights].toSorted(([a], [b]) => a - b);
  const scale = outputs.map((_, output) => {
    const largest = rows.reduce((most, [, own]) => Math.max(most, Math.abs(own[output] ?? 0)), 1e-6);
    return largest / LARGEST;
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
  const weights = Int8Array.from(
    rows.flatMap(([, own]) => Array.from(own, (weight, output) => Math.round(weight / (scale[output] ?? 1)))),
  );
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
      threshold: calibrations.map(({ best, sure, slope, offset }) => {
        const { score } = sure.recall > 0 && sure.score < best.score ? sure : best;
        return rounded(logistic(slope * score + offset));
      }),
    },
    body: Buffer.concat([Buffer.from(bytes), Buffer.from(weights.buffer)]),
  };
}
