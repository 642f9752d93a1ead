import { z } from 'zod';
import type { Sentence } from '../text/sentences.ts';
import { modelWords } from '../understanding/features.ts';
import { featureValue } from '../understanding/model.ts';
import { FORMULA_WEIGHTS } from './learned-weights.ts';

const Weights = z.strictObject({ bias: z.number(), weights: z.record(z.string(), z.number()) });

let opened: { readonly bias: number; readonly weights: ReadonlyMap<string, number> } | null = null;

function open(): NonNullable<typeof opened> {
  const { bias, weights } = Weights.parse(JSON.parse(FORMULA_WEIGHTS));
  opened = { bias, weights: new Map(Object.entries(weights)) };
  return opened;
}

/** From which length on a sentence may hold a formula at either end: a recogniser writes no full stops. */
const LONG_SENTENCE = 8;
const FORMULA_LENGTHS = { fewest: 2, most: 12 };
/** How clearly words at the end of a sentence are a formula, so that they are taken for one. */
const CLEARLY = 0.4;

/** What words are known by: each, its pairs, and how they begin. */
export function formulaGrams(words: readonly string[]): ReadonlySet<string> {
  const pairs = words.slice(1).map((word, at) => `${words[at] ?? ''} ${word}`);
  return new Set([...words, ...pairs, `^ ${words[0] ?? ''}`]);
}

/** Log odds that the words are a formula: thanks, regret, kindness or a goodbye that would stand in any call. */
function formulaScore(words: readonly string[]): number {
  const { bias, weights } = opened ?? open();
  let [total, known] = [0, 0];
  for (const gram of formulaGrams(words)) {
    const weight = weights.get(gram);
    if (weight === undefined) continue;
    total += weight;
    known += 1;
  }
  return bias + total * featureValue(known);
}

/**
 * The words of a sentence without formulas of politeness, as the model reads words; none where it is one. Learned from turns that do
 * nothing else (`npm run train`). Scores are read without the agent's formulas, so that any number of them moves none.
 */
export function withoutFormulas({ text }: Pick<Sentence, 'text'>): readonly string[] {
  const words = modelWords(text);
  if (words.length === 0 || formulaScore(words) > 0) return [];
  if (words.length < LONG_SENTENCE) return words;
  const beginning = clearest(words, (length) => words.slice(0, length));
  const rest = words.slice(beginning);
  const end = clearest(rest, (length) => rest.slice(-length));
  return rest.slice(0, rest.length - end);
}

/** How many words at one end are a formula; 0 where none clearly are. */
function clearest(words: readonly string[], partOf: (length: number) => readonly string[]): number {
  let [best, found] = [CLEARLY, 0];
  const most = Math.min(FORMULA_LENGTHS.most, words.length - FORMULA_LENGTHS.fewest);
  for (let length = FORMULA_LENGTHS.fewest; length <= most; length += 1) {
    const score = formulaScore(partOf(length));
    if (score > best) [best, found] = [score, length];
  }
  return found;
}
