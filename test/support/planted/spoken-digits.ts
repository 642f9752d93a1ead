import type { Random } from './random.ts';

const UNITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

const word = (digit: string): string => UNITS[Number(digit)] ?? digit;

/** "4471" → "four four seven one". */
export function oneByOne(digits: string): string {
  return Array.from(digits, word).join(' ');
}

/** "4400" → "four four oh oh". */
export function withOh(digits: string): string {
  return oneByOne(digits).replaceAll('zero', 'oh');
}

/** "4471" → "double four seven one". */
export function withDoubles(digits: string): string {
  return digits
    .replaceAll(/(\d)\1/g, (_pair, digit: string) => ` double ${word(digit)} `)
    .replaceAll(/\d/g, (digit) => ` ${word(digit)} `)
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** "4471" → "forty four seventy one". */
export function inPairs(digits: string): string {
  return (digits.match(/\d{1,2}/g) ?? []).map(pair).join(' ');
}

function pair(digits: string): string {
  if (digits.length === 1 || digits.startsWith('0')) return withOh(digits);
  const value = Number(digits);
  if (value < 20) return TEENS[value - 10] ?? '';
  const tens = TENS[Math.floor(value / 10)] ?? '';
  return value % 10 === 0 ? tens : `${tens} ${UNITS[value % 10]}`;
}

export function groups(digits: string, sizes: readonly number[]): string[] {
  let from = 0;
  return sizes.map((size) => digits.slice(from, (from += size)));
}

/** A way of saying a group of digits. */
export function spoken(random: Random, digits: string): string {
  return random.pick([oneByOne, oneByOne, withOh, withDoubles, inPairs])(digits);
}
