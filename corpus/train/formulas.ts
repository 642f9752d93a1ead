import { readFileSync } from 'node:fs';
import path from 'node:path';
import { formulaGrams } from '../../src/scorecards/formulas.ts';
import { fnv1a, modelWords } from '../../src/understanding/features.ts';
import type { LabelledCall } from './labelled-calls.ts';
import { type Example, fitRegression } from './logistic-regression.ts';

const LIST = path.join(import.meta.dirname, 'formulas.txt');
/** Turns that do nothing else are formulas; those that also greet by name or company are left out, as are all that do both. */
const FORMULAS = new Set(
  'greeting thanks empathy apology further_help farewell praise agreement smalltalk backchannel'.split(' '),
);
const UNCLEAR = new Set(['company', 'self_intro']);
const TRAINING = { choice: 'each', epochs: 30, rate: 0.2, leastCalls: 3, mostFeatures: 1_500 } as const;
const SMALLEST = 0.1;

/** Learns which sentences of an agent are formulas of politeness: the weights of their words and pairs of words, as JSON. */
export function learnFormulas(calls: readonly LabelledCall[]): string {
  const grams = new Map<number, string>();
  const exampleOf = (sentence: string, isFormula: boolean): Example[] => {
    const words = modelWords(sentence);
    if (words.length === 0) return [];
    const own = [...formulaGrams(words)];
    for (const gram of own) grams.set(fnv1a(gram), gram);
    return [{ features: own.map(fnv1a), targets: [Number(isFormula)] }];
  };
  const listed = readFileSync(LIST, 'utf8').trim().split('\n');
  const groups = [
    ...calls.map(({ turns }) =>
      turns.flatMap(({ s, t, acts }) => {
        const all = acts.every((act) => FORMULAS.has(act));
        const none = acts.every((act) => !FORMULAS.has(act) && !UNCLEAR.has(act));
        if (s !== 'agent' || all === none) return [];
        return t.split(/(?<=[.?!])\s+/u).flatMap((sentence) => exampleOf(sentence, all));
      }),
    ),
    ...[1, 2, 3, 4].map(() => listed.flatMap((sentence) => exampleOf(sentence, true))),
  ];
  const { weights, bias } = fitRegression(groups, 1, TRAINING);
  const known = [...weights]
    .map(([hash, [weight = 0]]) => [grams.get(hash) ?? '', Number(weight.toFixed(2))] as const)
    .filter(([, weight]) => Math.abs(weight) >= SMALLEST)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const data = { bias: Number((bias[0] ?? 0).toFixed(2)), weights: Object.fromEntries(known) };
  console.log(`formulas: ${known.length} words and pairs`);
  return JSON.stringify(data);
}
