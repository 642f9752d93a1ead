/** Fast speech has about 20 characters a second; a decoder that runs away writes many more. */
const MOST_CHARACTERS_PER_SECOND = 30;
const FREE_CHARACTERS = 12;
const MOST_REPEATED_LETTERS = 5;
const MOST_REPEATED_PHRASES = 6;
const LONGEST_PHRASE_WORDS = 4;

/** Times the phrase of `size` words at `at` follows itself, counting itself. */
function repetitions(words: readonly string[], at: number, size: number): number {
  const same = (offset: number) => words[at + (offset % size)] === words[at + offset];
  let length = size;
  while (at + length < words.length && same(length)) length += 1;
  return Math.floor(length / size);
}

function repeatsPhrase(words: readonly string[]): boolean {
  return words.some((_, at) =>
    Array.from({ length: LONGEST_PHRASE_WORDS }, (__, index) => index + 1).some(
      (size) => repetitions(words, at, size) > MOST_REPEATED_PHRASES,
    ),
  );
}

/**
 * True for the output of a decoder that ran away: more text than `seconds` of speech can hold, one letter six times in
 * a row, or a phrase of up to four words seven times in a row.
 */
export function isHallucination(text: string, seconds: number): boolean {
  if (text.length > FREE_CHARACTERS + MOST_CHARACTERS_PER_SECOND * seconds) return true;
  if (new RegExp(`(\\p{L})\\1{${MOST_REPEATED_LETTERS}}`, 'iu').test(text)) return true;
  const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  return repeatsPhrase(words);
}
