import { SCALES, SMALL_NUMBERS } from '../text/numbers.ts';
import type { Word, Track } from './speech.ts';

const UNIT =
  /^(?:dollars?|bucks|pounds?|quid|euros?|rupees|lakhs?|crores?|cents?|pence|percent|%|per|minutes?|mins?|seconds?|secs?|hours?|hrs?|days?|nights?|weeks?|months?|years?|times?|people|persons|users?|agents?|seats?|calls?|customers?|employees|miles?|feet|foot|ft|inch|inches|yards?|square|degrees?|kilometers?|kilometres?|km|kilograms?|kilos?|kg|grams?|milligrams?|mg|mil|ml|litres?|liters?|met(?:er|re)s?|millimet(?:er|re)s?|centimet(?:er|re)s?|cm|mm|gigs?|gigabytes?|megabytes?|megs?|megabits?|meg|mb|gb|watts?|volts?|amps?|items?|units?|licen[cs]es|boxes|pieces|pages|points|o'clock|am|pm|a\.m|p\.m|each|bedrooms?|stories|grand|usd|gbp|eur|business|working|quarters?|mph|mpg|stone|lbs?|pairs?|sheets?|pins?|tablets?|stars?|options?|questions?|hundredths?|year-old|percent|kids|children|others?|left|of|or|by|past|stops?|panel|bags?|packs?|rooms?|floors?)$/u;
/** Words that are a unit and may also go on after a string: they count behind one or two numbers alone. */
const WEAK_UNIT =
  /^(?:of|or|by|past|left|each|per|other|others|left|point|points|options?|stops?|business|working|panel|rooms?|floors?)$/u;
const CURRENCY_BEFORE = /[$£€₹¥]$/u;
const MONEY = /^(?:dollars?|bucks|pounds?|quid|euros?|rupees)$/u;
/** Longest number in words: "one hundred and twenty three thousand four hundred and fifty six". */
const LONGEST = 11;

/** The words that are numbers of something, by what stands beside them: money, lengths, counts, times of day. */
export function findQuantities(track: Track): ReadonlySet<Word> {
  const found = new Set<Word>();
  for (const [at, word] of track.entries()) {
    if (UNIT.test(word.text) && word.place > 0) {
      const before = numberBefore(track, at);
      const most = WEAK_UNIT.test(word.text) ? 2 : LONGEST;
      if (
        (before.length <= most || before.some(({ text }) => SCALES.has(text))) &&
        !endsString(track, at - before.length, before)
      )
        for (const one of before) found.add(one);
      if (MONEY.test(word.text) && before.length > 0)
        for (const one of numberFrom(track, at + 1, 2)) found.add(one);
    }
    for (const one of decimalAt(track, at)) found.add(one);
    if (CURRENCY_BEFORE.test(word.gap)) for (const one of numberFrom(track, at, LONGEST)) found.add(one);
  }
  return found;
}

/** "seventy four point six": one number with a fraction of a digit or two. */
function decimalAt(track: Track, at: number): Word[] {
  if (track[at]?.text !== 'point' || at === 0) return [];
  const before = numberBefore(track, at);
  const behind = numberFrom(track, at + 1, 2);
  const next = track[at + 1 + behind.length];
  const goesOn =
    /^(?:point|dot|oh|double|triple|\d.*)$/u.test(next?.text ?? '') || SMALL_NUMBERS.has(next?.text ?? '');
  const leads = /^(?:zero|oh|o|0\d*)$/u.test(before[0]?.text ?? '') && before.length > 1;
  return before.length === 0 || before.length > 3 || behind.length === 0 || goesOn || leads
    ? []
    : [...before, ...track.slice(at, at + 1), ...behind];
}

/** The longest number in words that ends right before this place. */
function numberBefore(track: Track, end: number): Word[] {
  const utterance = track[end]?.utterance;
  if (!isNumberLike(track[end - 1])) return [];
  for (let length = LONGEST; length > 0; length -= 1) {
    const words = track.slice(Math.max(0, end - length), end);
    const whole =
      words.length === length &&
      words.every((word, at) => word.utterance === utterance && (at === 0 || !/[,.;?!]/u.test(word.gap)));
    if (whole && !/[,.;?!]/u.test(track[end]?.gap ?? '') && isAmount(words.map(({ text }) => text)))
      return words;
  }
  return [];
}

function isNumberLike(word: Word | undefined): boolean {
  const text = word?.text ?? '';
  return /^\d|^an?$|-/u.test(text) || SMALL_NUMBERS.has(text) || SCALES.has(text);
}

/** The longest number in words that begins at this place. */
function numberFrom(track: Track, from: number, most: number): Word[] {
  if (!isNumberLike(track[from])) return [];
  for (let length = most; length > 0; length -= 1) {
    const words = track.slice(from, from + length);
    const whole = words.every((word, at) => at === 0 || word.gap.trim() === '');
    if (words.length === length && whole && isAmount(words.map(({ text }) => text))) return words;
  }
  return [];
}

/** A lone digit behind others said one by one is the last of them. */
function endsString(track: Track, from: number, words: readonly Word[]): boolean {
  const [only] = words;
  const before = track[from - 1];
  if (words.length !== 1 || only === undefined || before === undefined || before.utterance !== only.utterance)
    return false;
  return SINGLE.test(only.text) && SINGLE.test(before.text) && only.gap.trim() === '';
}

const SINGLE = /^(?:\d|zero|one|two|three|four|five|six|seven|eight|nine|oh)$/u;

/** Whether words are one number as amounts are said: "sixty four", "one thousand and five", "nineteen ninety nine", "4,150". */
export function isAmount(words: readonly string[]): boolean {
  return isCardinal(words) || (words.length >= 2 && words.length <= 5 && isPrice(words));
}

/** "nineteen ninety nine", "five fifty": two or three numbers below a hundred, the last with two digits. */
function isPrice(words: readonly string[]): boolean {
  for (let cut = 1; cut < words.length; cut += 1) {
    const [head, tail] = [words.slice(0, cut), words.slice(cut)];
    const cents = valueOf(tail);
    const whole = isCardinal(head) || isElided(head);
    if (whole && isCardinal(tail) && !/^(?:zero|oh)$/u.test(head.join(' ')) && cents >= 10 && cents < 100)
      return true;
  }
  return false;
}

/** "one forty nine": a hundred is left out. */
function isElided([first = '', ...rest]: readonly string[]): boolean {
  const [hundreds, tens] = [valueOf([first]), valueOf(rest)];
  return hundreds >= 1 && hundreds < 10 && rest.length > 0 && isCardinal(rest) && tens >= 10 && tens < 100;
}

function valueOf(words: readonly string[]): number {
  return words
    .flatMap((word) => word.split('-'))
    .reduce((sum, word) => sum + (SMALL_NUMBERS.get(word) ?? Number(word)), 0);
}

/** "one thousand two hundred and twenty five", "sixty four", "a hundred", "4,150.50". */
export function isCardinal(words: readonly string[]): boolean {
  const [first = '', ...rest] = words;
  if (rest.length === 0 && /^\d[\d,]*(?:\.\d+)?$/u.test(first)) return true;
  let group = 0;
  let previous = '';
  for (const word of words.flatMap((text) => text.split('-'))) {
    const value = SMALL_NUMBERS.get(word) ?? (/^\d{1,3}$/u.test(word) ? Number(word) : undefined);
    if (word === 'and') {
      if (!SCALES.has(previous)) return false;
    } else if (/^(?:a|an)$/u.test(word)) {
      if (previous !== '' && previous !== 'and') return false;
    } else if (SCALES.has(word)) {
      if (previous === '' || previous === 'and') return false;
      group = 0;
    } else {
      if (value === undefined || (group > 0 && !(group >= 20 && group % 10 === 0 && value > 0 && value < 10)))
        return false;
      if (previous === 'a') return false;
      group += value;
    }
    previous = word;
  }
  return previous !== '' && previous !== 'and' && previous !== 'a';
}
