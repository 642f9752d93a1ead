import { stemmer } from 'stemmer';
import { FUNCTION_WORDS } from './stopwords.ts';

/** Porter stem of a lower-case word (Porter, An algorithm for suffix stripping, 1980), possessive removed. */
export function stem(word: string): string {
  return stemmer(word.replace(/'s?$/u, ''));
}

/** Stems of the words that carry a subject, in order. */
export function contentStems(words: readonly string[]): string[] {
  return words.filter((word) => !FUNCTION_WORDS.has(word)).map(stem);
}
