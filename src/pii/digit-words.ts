import { SCALES, SMALL_NUMBERS, SPOKEN_DIGITS } from '../text/numbers.ts';
import type { Word, Track } from './speech.ts';

/** How a word adds to a string of digits. */
export interface DigitWord {
  readonly word: Word;
  readonly digits: string;
  /** Spoken one by one or doubled, as strings are and quantities are not. */
  readonly single: boolean;
  /** Written in numerals. */
  readonly numeral: boolean;
  /** "forty": a unit that follows takes the place of its zero. */
  readonly endsInTens: boolean;
  /** Holds letters too: `AB4471`. */
  readonly code: boolean;
}

const NUMERAL = /^\p{Nd}[\p{Nd}.,()'-]*$/u;
/** A time, or a quantity by the way it is written. */
const NO_STRING = /^(?:\d{1,2}:\d{2}|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{1,2})$/u;
const CODE = /^(?=(?:\P{Nd}*\p{Nd}){2})(?=.*\p{L})[\p{L}\p{Nd}_-]{4,}$/u;
/** Letters and digits that are a quantity, an ordinal, a time or a common name of a thing. */
const NO_CODE =
  /^(?:\d+(?:st|nd|rd|th|s|k|m|x|am|pm|gb|mb|tb|kb|kg|km|cm|mm|ml|hz|khz|mhz|ghz|kbps|mbps|gbps|hrs?|mins?|secs?|ft|lbs?|oz|px|ish|year|day|hour|minute|month|week|person|page|mile|inch|foot|way)(?:-.*)?|(?:mp|h|g|b|w|k|r|q|a|ps|usb|win|covid|office|ms)-?\d{1,3}(?:\p{L}*)?|\d+-\p{L}+)$/u;
const REPEATS: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
  ['treble', 3],
  ['quadruple', 4],
]);
const FURTHER_DIGITS: ReadonlyMap<string, string> = new Map([
  ['nought', '0'],
  ['naught', '0'],
  ['nil', '0'],
  ['niner', '9'],
  ['fife', '5'],
]);
/** Words that a speech model writes for a digit; taken for one between digits. */
const HOMOPHONES: ReadonlyMap<string, string> = new Map([
  ['to', '2'],
  ['too', '2'],
  ['for', '4'],
  ['fore', '4'],
  ['ate', '8'],
  ['won', '1'],
]);

/** The digits that the word at this place of a track stands for; null where it stands for none. */
export function digitWordAt(track: Track, at: number): DigitWord | null {
  const word = track[at];
  if (word === undefined || namesAPart(track, at)) return null;
  const { text } = word;
  const before = track[at - 1]?.text ?? '';
  const next = track[at + 1]?.text ?? '';
  const repeat = REPEATS.get(text);
  if (repeat !== undefined) return digitOf(next) === null ? null : spoken(word, '');
  const times = REPEATS.get(before) ?? 1;
  const digit = digitOf(text);
  if (digit !== null) return isDigit(track, at, digit) ? spoken(word, digit.repeat(times)) : null;
  if (HOMOPHONES.has(text) && isSpelled(before) && isSpelled(next)) {
    return spoken(word, HOMOPHONES.get(text) ?? '');
  }
  return numeralAt(word, times) ?? numberWord(word, before) ?? codeOf(word);
}

function spoken(word: Word, digits: string): DigitWord {
  return { word, digits, single: true, numeral: false, endsInTens: false, code: false };
}

function digitOf(text: string): string | null {
  return SPOKEN_DIGITS.get(text) ?? FURTHER_DIGITS.get(text) ?? null;
}

/** "oh" and "o" are other words too: they count beside a number. */
function isDigit(track: Track, at: number, digit: string): boolean {
  if (digit !== '0' || !/^oh?$/u.test(track[at]?.text ?? '')) return true;
  return [track[at - 1], track[at + 1]].some(
    (word) =>
      word !== undefined &&
      (isSpelled(word.text) ||
        SMALL_NUMBERS.has(word.text) ||
        NUMERAL.test(word.text) ||
        REPEATS.has(word.text)),
  );
}

function isSpelled(text: string): boolean {
  return digitOf(text) !== null && !/^oh?$/u.test(text);
}

function numeralAt(word: Word, times: number): DigitWord | null {
  if (!NUMERAL.test(word.text) || NO_STRING.test(word.text)) return null;
  const digits = word.text.replaceAll(/\P{Nd}/gu, '');
  return {
    word,
    digits: digits.length === 1 ? digits.repeat(times) : digits,
    single: digits.length === 1,
    numeral: true,
    endsInTens: false,
    code: false,
  };
}

/** "forty", "forty-one", "twelve"; a scale word adds its zeros to what stands before it. */
function numberWord(word: Word, before: string): DigitWord | null {
  const parts = word.text.split('-').map((part) => SMALL_NUMBERS.get(part));
  const values = parts.filter((value) => value !== undefined);
  const plain = { word, single: false, numeral: false, endsInTens: false, code: false };
  if (values.length === parts.length && parts.length <= 4) {
    const [tens = 0, unit = 0] = values;
    const joined = values.length === 2 && tens >= 20 && unit < 10 ? String(tens + unit) : values.join('');
    return { ...plain, digits: joined, endsInTens: values.length === 1 && tens >= 20 };
  }
  const scale = SCALES.get(word.text);
  const counted = SMALL_NUMBERS.has(before) || /^\p{Nd}/u.test(before);
  return scale === undefined || !counted ? null : { ...plain, digits: '0'.repeat(String(scale).length - 1) };
}

function codeOf(word: Word): DigitWord | null {
  if (!CODE.test(word.text) || NO_CODE.test(word.text)) return null;
  const digits = word.text.replaceAll(/\P{Nd}/gu, '');
  return { word, digits, single: false, numeral: true, endsInTens: false, code: true };
}

/** "last four", "first six digits": how many, not which. */
function namesAPart(track: Track, at: number): boolean {
  const before = track[at - 1]?.text ?? '';
  const next = track[at + 1]?.text ?? '';
  if (/^(?:digits?|characters?|numbers|letters)$/u.test(next)) return true;
  return /^(?:last|first|final)$/u.test(before) && digitWordIsFew(track[at]?.text ?? '');
}

function digitWordIsFew(text: string): boolean {
  return /^(?:two|three|four|five|six|eight|2|3|4|5|6|8)$/u.test(text);
}
