import { digitsOneByOne, isNumberWord, spellDigits, spellOrdinal } from './spoken-numbers.ts';

/** Word errors against a reference. `rate` = errors ÷ reference words (the whole hypothesis counts where there are none). */
export interface WordErrors {
  errors: number;
  words: number;
  rate: number;
}

const MONEY = /\$\s?(\d[\d,]*)(?:\.(\d\d))?/g;
const ORDINAL = /\b(\d{1,2})(?:st|nd|rd|th)\b/g;
const HALF_DAY = /\b([ap])\.\s?m\b\.?/g;

/** Rewrites numerals and marks that have a spoken form: money, percent, ordinals, times, decimals. */
function speakMarks(text: string): string {
  return text
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(MONEY, (_, whole: string, cents: string | undefined) =>
      cents === undefined ? `${whole} dollars` : `${whole} dollars and ${cents} cents`,
    )
    .replaceAll(/(\d),(?=\d{3}\b)/g, '$1')
    .replaceAll('%', ' percent ')
    .replaceAll('&', ' and ')
    .replaceAll(HALF_DAY, '$1m')
    .replaceAll(/(\d)([ap]m)\b/g, '$1 $2')
    .replaceAll(/(\d):00\b/g, '$1')
    .replaceAll(ORDINAL, (all: string, digits: string) => spellOrdinal(Number(digits)) ?? all)
    .replaceAll(/(\d)\.(?=\d)/g, '$1 point ');
}

const spellNumeral = (word: string): string[] => (/^\d+$/.test(word) ? spellDigits(word) : [word]);

/** `am` and `pm` after a number become two letters, as they are spoken; `5:00` and `five o'clock` become `five`. */
function plainClock(words: readonly string[]): string[] {
  const bare = words.filter((word, index) => word !== "o'clock" || !isNumberWord(words[index - 1]));
  return bare.flatMap((word, index) => {
    const halfDay = word === 'pm' || (word === 'am' && isNumberWord(bare[index - 1]));
    return halfDay ? [word.charAt(0), 'm'] : [word];
  });
}

/**
 * Words of a transcript with case, punctuation and the writing of numbers taken out: `$134` and `a hundred and thirty
 * four dollars` are both `one three four dollars`; `9:30 a.m.` and `nine thirty am` both `nine three zero a m`.
 */
export function normaliseWords(text: string): string[] {
  const marked = speakMarks(text.toLowerCase());
  const words = marked
    .replaceAll(/[^\p{L}\p{N}']+/gu, ' ')
    .split(' ')
    .map((word) => word.replaceAll(/^'+|'+$/g, ''))
    .filter((word) => word !== '');
  return plainClock(digitsOneByOne(words).flatMap(spellNumeral));
}

/** Levenshtein distance over words: substitutions, deletions and insertions cost one each. */
export function editDistance(reference: readonly string[], hypothesis: readonly string[]): number {
  let previous = Array.from({ length: hypothesis.length + 1 }, (_, index) => index);
  for (const [row, expected] of reference.entries()) {
    const current = [row + 1];
    for (const [column, recognised] of hypothesis.entries()) {
      const substituted = (previous[column] ?? 0) + (expected === recognised ? 0 : 1);
      current.push(Math.min(substituted, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

/** Word error rate of `hypothesis` against `reference`, both normalised first. */
export function wordErrors(reference: string, hypothesis: string): WordErrors {
  const expected = normaliseWords(reference);
  const recognised = normaliseWords(hypothesis);
  const errors = editDistance(expected, recognised);
  return { errors, words: expected.length, rate: errors / Math.max(1, expected.length) };
}
