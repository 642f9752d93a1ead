import { lengthOf, type Span } from './spans.ts';

/** A word and the samples it is estimated to fill. */
export interface PlacedWord extends Span {
  /** As the model wrote it, punctuation attached. */
  text: string;
}

/** Characters of a word that take time to say. Punctuation takes none, but a word is never shorter than one. */
export const spokenLength = (word: string): number =>
  Math.max(1, (word.match(/[\p{L}\p{N}]/gu) ?? []).length);

const SENTENCE_END = /[.?!]["')]?$/;
const CLAUSE_END = /[,;:]["')]?$/;
/** How many characters away from the proportional place a sentence or clause end still attracts the cut. */
const SENTENCE_PULL = 14;
const CLAUSE_PULL = 7;

/** Cost of cutting after `word`, `distance` characters from where the pause lies by proportion. */
function cutCost(word: string | undefined, distance: number): number {
  if (word === undefined) return distance;
  if (SENTENCE_END.test(word)) return distance - SENTENCE_PULL;
  return CLAUSE_END.test(word) ? distance - CLAUSE_PULL : distance;
}

/** For each pause between spans, the number of words before it. */
function cutsBetween(words: readonly string[], spans: readonly Span[]): number[] {
  const ends: number[] = [];
  for (const word of words) ends.push((ends.at(-1) ?? 0) + spokenLength(word));
  const characters = ends.at(-1) ?? 0;
  const voiced = spans.reduce((sum, span) => sum + lengthOf(span), 0);
  const cuts: number[] = [];
  let before = 0;
  for (const span of spans.slice(0, -1)) {
    before += lengthOf(span);
    const target = (before / voiced) * characters;
    const first = cuts.at(-1) ?? 0;
    const candidates = Array.from({ length: words.length - first + 1 }, (_, index) => first + index);
    const cost = (count: number) => cutCost(words[count - 1], Math.abs((ends[count - 1] ?? 0) - target));
    cuts.push(candidates.reduce((best, count) => (cost(count) < cost(best) ? count : best), first));
  }
  return cuts;
}

/** Fills a span with words, each as long as its share of the characters. */
function fill(words: readonly string[], span: Span): PlacedWord[] {
  const total = words.reduce((sum, word) => sum + spokenLength(word), 0);
  let done = 0;
  return words.map((text) => {
    const from = span.from + Math.round((done / total) * lengthOf(span));
    done += spokenLength(text);
    return { text, from, to: span.from + Math.round((done / total) * lengthOf(span)) };
  });
}

/**
 * Estimates when each word was spoken: words are shared out over the spans by length, pauses falling on the ends of
 * sentences and clauses where one is near, and fill each span in proportion to their letters. Words keep their order
 * and lie inside the spans. A span may stay empty.
 */
export function spreadWords(text: string, spans: readonly Span[]): PlacedWord[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const cuts = [0, ...cutsBetween(words, spans), words.length];
  return spans.flatMap((span, index) => fill(words.slice(cuts[index], cuts[index + 1]), span));
}
