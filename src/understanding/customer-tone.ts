import { z } from 'zod';
import type { Acts } from './acts.ts';
import { models } from './model.ts';

const Output = z.enum(['positive', 'neutral', 'negative', 'mixed']);

/** How the customer sounds over a whole call. */
export interface CustomerTone {
  readonly label: 'positive' | 'neutral' | 'negative';
  /** The probability of positive less that of negative, -1 to 1; of the label's sign unless that is `neutral`. */
  readonly score: number;
}

/** Reads the tone of the customer in a call whose roles are known. Both pleased and displeased is `neutral`. */
export function readCustomerTone(acts: Acts): CustomerTone {
  const model = models().tone;
  const probabilities = model.probabilities(acts.callFeatures);
  const of = (output: z.infer<typeof Output>): number =>
    probabilities[model.header.outputs.indexOf(output)] ?? 0;
  const score = of('positive') - of('negative');
  const most = Output.parse(model.header.outputs[probabilities.indexOf(Math.max(...probabilities))]);
  return { label: most === 'mixed' ? 'neutral' : most, score };
}
