const pairs = (words: string, from: number, step = 1): [string, number][] =>
  words.split(' ').map((word, at) => [word, from + at * step]);

/** Cardinal words below a hundred with their values. */
export const SMALL_NUMBERS: ReadonlyMap<string, number> = new Map([
  ...pairs(
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
    0,
  ),
  ...pairs('twenty thirty forty fifty sixty seventy eighty ninety', 20, 10),
]);

/** Words that multiply what stands before them. */
export const SCALES: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1_000],
  ['million', 1_000_000],
  ['billion', 1_000_000_000],
]);

/** Single digits as they are spelled out: `oh` for zero. */
export const SPOKEN_DIGITS: ReadonlyMap<string, string> = new Map([
  ...pairs('zero one two three four five six seven eight nine', 0).map(([word, value]): [string, string] => [
    word,
    String(value),
  ]),
  ['oh', '0'],
  ['o', '0'],
]);

/** Whether a word is a number, written or spoken. */
export function isNumberWord(word: string): boolean {
  return /^\p{N}/u.test(word) || SMALL_NUMBERS.has(word) || SCALES.has(word);
}
