import { contentStems, coverage } from './content-words.ts';
import type { Sentence } from './sentences.ts';
import { wordsOf } from './tokens.ts';

/**
 * One expression for a list of wordings, to be tested against a normalised sentence (`Sentence.norm`: lower-case
 * words parted by single spaces). Each wording matches whole words only and may itself be an expression.
 */
export function phrases(...wordings: readonly string[]): RegExp {
  return new RegExp(`(?<![^ ])(?:${wordings.join('|')})(?![^ ])`, 'u');
}

/** An expression that finds a wording word for word in a normalised sentence; null for a wording without words. */
export function literalPhrase(wording: string): RegExp | null {
  const words = wordsOf(wording);
  if (words.length === 0) return null;
  return new RegExp(`(?<![^ ])${words.map(escapeRegExp).join(' ')}(?![^ ])`, 'gu');
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

/** A sentence that says a wording, literally (1) or in substance (the share of its words that are there). */
export interface PhraseMatch {
  readonly sentence: Sentence;
  readonly score: number;
}

/** Substance without the words' order is never certain. */
const SUBSTANCE_CEILING = 0.95;
/** A single shared word says little about a wording of one or two. */
const FEWEST_WORDS = 2;

/** The sentence closest to any of the wordings, the earliest of equals; null where none reaches `threshold`. */
export function bestMatch(
  sentences: readonly Sentence[],
  wordings: readonly string[],
  threshold: number,
): PhraseMatch | null {
  const wanted = wordings.map((wording) => {
    return { pattern: literalPhrase(wording), stems: [...new Set(contentStems(wordsOf(wording)))] };
  });
  let best: PhraseMatch | null = null;
  for (const sentence of sentences) {
    for (const { pattern, stems } of wanted) {
      const literal = pattern !== null && sentence.norm.search(pattern) >= 0;
      const share = stems.length < FEWEST_WORDS ? 0 : coverage(stems, sentence.content) * SUBSTANCE_CEILING;
      const score = literal ? 1 : share;
      if (score >= threshold && score > (best?.score ?? 0)) best = { sentence, score };
    }
  }
  return best;
}
