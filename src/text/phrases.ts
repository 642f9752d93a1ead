import { contentStems, coverage } from './content-words.ts';
import type { Sentence } from './sentences.ts';
import { tokenise } from './tokens.ts';

/**
 * One expression for a list of wordings, to be tested against a normalised sentence (`Sentence.norm`: lower-case
 * words parted by single spaces). Each wording matches whole words only and may itself be an expression.
 */
export function phrases(...wordings: readonly string[]): RegExp {
  return new RegExp(`(?<![^ ])(?:${wordings.join('|')})(?![^ ])`, 'u');
}

/** The wording of a caller as an expression that matches it literally, whole words only; null where it has no word. */
export function literalPhrase(words: readonly string[]): RegExp | null {
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
    const words = tokenise(wording).map(({ text }) => text);
    return { pattern: literalPhrase(words), stems: [...new Set(contentStems(words))] };
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
