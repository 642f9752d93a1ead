import type { ParsedUtterance } from './parsed-transcript.ts';

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

/** Ordinals up to nineteenth and the round ones behind them. */
export const ORDINALS: ReadonlyMap<string, number> = new Map([
  ...pairs(
    'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth',
    1,
  ),
  ...pairs('twentieth thirtieth', 20, 10),
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
  return /^\p{N}/u.test(word) || smallNumber(word) !== undefined || SCALES.has(word);
}

/** A number below a hundred: "seven", "twenty-five". */
export function smallNumber(word: string): number | undefined {
  const [tens = '', units = '', ...more] = word.split('-');
  const value = SMALL_NUMBERS.get(tens);
  if (units === '' || value === undefined) return value;
  const unit = SMALL_NUMBERS.get(units);
  return more.length === 0 && unit !== undefined && value >= 20 && unit > 0 && unit < 10
    ? value + unit
    : undefined;
}

/** "1,250.50", "10.500,50", "1'234.50", "1,50,000": with groups of thousands or lakhs by any sign, decimals by another. */
const GROUPED = /^\d{1,3}(?:([,.'])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d{1,2})?$/u;
const LAKHS = /^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,2})?$/u;
const PLAIN = /^\d+(?:[.,]\d+)?$/u;

/**
 * What a numeral says, whichever sign its country groups and parts with; null for what is no amount ("4.5.6"). A single group
 * behind a dot ("1.299") is thousands only where the currency is written so.
 */
export function readNumeral(text: string, dotGroups = false): number | null {
  const single = /^\d{1,3}\.\d{3}$/u.test(text);
  if (LAKHS.test(text)) return Number(text.replaceAll(',', ''));
  if (GROUPED.test(text) && (!single || dotGroups)) {
    const [, sign = ','] = GROUPED.exec(text) ?? [];
    return Number(text.replaceAll(sign, '').replace(',', '.'));
  }
  return PLAIN.test(text) ? Number(text.replace(',', '.')) : null;
}

/** A run of number words or numerals in one utterance, tokens `from` to `to`, both included. */
export interface NumberRun {
  readonly spoken: ParsedUtterance;
  readonly from: number;
  readonly to: number;
  /** The digits where the run spells a string of them ("two four five", "4471"); null for a quantity. */
  readonly digits: string | null;
  /** The amount where the run is a quantity ("one hundred and forty seven", "12.50"). */
  readonly amount: number | null;
}

const NUMERAL = /^\p{Nd}[\p{Nd}.,'-]*$/u;
const REPEATS = new Map([
  ['double', 2],
  ['triple', 3],
]);

/** Every number spoken or written in an utterance, in order. */
export function findNumberRuns(spoken: ParsedUtterance): NumberRun[] {
  const words = spoken.tokens.map(({ text }) => text);
  const runs: NumberRun[] = [];
  for (let from = 0; from < words.length; from += 1) {
    const to = runEnd(words, from);
    if (to < from) continue;
    const run = words.slice(from, to + 1);
    const digits = spellDigits(run);
    runs.push({ spoken, from, to, digits, amount: quantity(run) });
    from = to;
  }
  return runs;
}

function runEnd(words: readonly string[], from: number): number {
  let end = from - 1;
  for (let at = from; at < words.length; at += 1) {
    if (isNumber(words, at)) end = at;
    else if (!(joins(words, at) && at > from && end === at - 1)) break;
  }
  return end;
}

function isNumber(words: readonly string[], at: number): boolean {
  const word = words[at] ?? '';
  if (NUMERAL.test(word) || smallNumber(word) !== undefined || SCALES.has(word)) return true;
  const next = words[at + 1] ?? '';
  if (word === 'a') return SCALES.has(next);
  if (REPEATS.has(word)) return SPOKEN_DIGITS.has(next);
  return word === 'oh' && (SPOKEN_DIGITS.has(next) || SPOKEN_DIGITS.has(words[at - 1] ?? ''));
}

/** "and" inside "one hundred and six", and the dash people say between groups of digits. */
function joins(words: readonly string[], at: number): boolean {
  const word = words[at] ?? '';
  const next = words[at + 1] ?? '';
  if (word === 'and') return SCALES.has(words[at - 1] ?? '') && smallNumber(next) !== undefined;
  return (
    (word === 'dash' || word === 'uh' || word === 'um') && (SPOKEN_DIGITS.has(next) || NUMERAL.test(next))
  );
}

function spellDigits(run: readonly string[]): string | null {
  let digits = '';
  let times = 1;
  for (const word of run) {
    const repeat = REPEATS.get(word);
    const digit = SPOKEN_DIGITS.get(word);
    if (repeat !== undefined) times = repeat;
    else if (digit !== undefined) {
      digits += digit.repeat(times);
      times = 1;
    } else if (NUMERAL.test(word) && !/[.,']/u.test(word)) digits += word.replaceAll('-', '');
    else if (!/^(?:dash|uh|um)$/u.test(word)) return null;
  }
  return digits === '' ? null : digits;
}

function quantity(run: readonly string[]): number | null {
  if (run.length === 1 && NUMERAL.test(run[0] ?? '')) return readNumeral(run[0] ?? '');
  let total = 0;
  let group = 0;
  for (const word of run) {
    const small = smallNumber(word) ?? (NUMERAL.test(word) ? readNumeral(word) : undefined);
    const scale = SCALES.get(word);
    if (small === null) return null;
    if (small !== undefined) {
      if (!fits(group, small)) return null;
      group += small;
    } else if (scale === 100) group = Math.max(1, group) * 100;
    else if (scale !== undefined) {
      total += Math.max(1, group) * scale;
      group = 0;
    } else if (word !== 'and' && word !== 'a') return null;
  }
  return Number.isFinite(total + group) ? total + group : null;
}

/** The value of number words or of a numeral with scales ("twenty-five hundred", "1.2 million"); null where they are none. */
export function numberOf(words: string): number | null {
  return quantity(words.toLowerCase().split(/\s+/u));
}

/** Whether a number below a hundred can continue a group: "twenty five" does, "nine thirty" does not. */
export function fits(group: number, small: number): boolean {
  const rest = group % 100;
  return rest === 0 || (rest >= 20 && rest % 10 === 0 && small > 0 && small < 10);
}
