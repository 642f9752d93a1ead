const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const TEENS = [
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const ORDINALS: Record<string, string> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};
const SCALES: Record<string, number> = { hundred: 100, thousand: 1000, million: 1_000_000 };

const BELOW_HUNDRED = new Map<string, number>([
  ...DIGITS.map((word, value): [string, number] => [word, value]),
  ...TEENS.map((word, index): [string, number] => [word, index + 10]),
  ...TENS.map((word, index): [string, number] => [word, (index + 2) * 10]),
]);

export const isNumberWord = (word: string | undefined): boolean =>
  word !== undefined && (BELOW_HUNDRED.has(word) || word in SCALES);

/** `"134"` → `["one", "three", "four"]`: the one spelling that does not depend on how a number was grouped when spoken. */
export const spellDigits = (digits: string): string[] =>
  Array.from(digits, (digit) => DIGITS[Number(digit)] ?? digit);

/** Ordinal numerals below 100 as words: `21` → `twenty first`. Null for anything else. */
export function spellOrdinal(value: number): string | null {
  if (!Number.isInteger(value) || value < 1 || value > 99) return null;
  const tens = value < 20 ? undefined : TENS[Math.floor(value / 10) - 2];
  const rest = value < 20 ? value : value % 10;
  if (tens !== undefined && rest === 0) return tens.replace(/y$/, 'ieth');
  const cardinal = rest < 10 ? DIGITS[rest] : TEENS[rest - 10];
  if (cardinal === undefined) return null;
  const ordinal = ORDINALS[cardinal] ?? `${cardinal}th`;
  return tens === undefined ? ordinal : `${tens} ${ordinal}`;
}

interface ParsedNumber {
  value: number;
  next: number;
}

/** Reads one number below 100 at `from`: `thirty four` is one, `seven one` is two. */
function readBelowHundred(words: readonly string[], from: number): ParsedNumber | null {
  const first = BELOW_HUNDRED.get(words[from] ?? '');
  if (first === undefined) return null;
  const second = BELOW_HUNDRED.get(words[from + 1] ?? '');
  const joins = first >= 20 && second !== undefined && second > 0 && second < 10;
  return joins ? { value: first + second, next: from + 2 } : { value: first, next: from + 1 };
}

/** Reads `one hundred and thirty four`, `a thousand`, `two hundred thousand`; `and` counts only after a scale word. */
function readNumber(words: readonly string[], from: number): ParsedNumber | null {
  const article = words[from] === 'a' && (words[from + 1] ?? '') in SCALES;
  const bare = (words[from] ?? '') in SCALES;
  const start = article
    ? { value: 1, next: from + 1 }
    : bare
      ? { value: 1, next: from }
      : readBelowHundred(words, from);
  if (start === null) return null;
  let { value: group, next } = start;
  let total = 0;
  for (let scale = SCALES[words[next] ?? '']; scale !== undefined; scale = SCALES[words[next] ?? '']) {
    next += 1;
    if (scale === 100) group *= 100;
    else [total, group] = [total + group * scale, 0];
    const rest = readBelowHundred(words, words[next] === 'and' ? next + 1 : next);
    if (rest !== null) [group, next] = [group + rest.value, rest.next];
  }
  return { value: total + group, next };
}

/** Replaces every spoken number by its digits, one word each: `a hundred and six` and `one oh six` → `one zero six`. */
export function digitsOneByOne(words: readonly string[]): string[] {
  const out: string[] = [];
  for (let at = 0; at < words.length;) {
    const number = readNumber(words, at);
    const word = words[at] ?? '';
    const spokenZero =
      word === 'oh' && BELOW_HUNDRED.has(words[at - 1] ?? '') && BELOW_HUNDRED.has(words[at + 1] ?? '');
    if (number !== null) out.push(...spellDigits(String(number.value)));
    else out.push(spokenZero ? 'zero' : word);
    at = number?.next ?? at + 1;
  }
  return out;
}
