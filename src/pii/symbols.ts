import { SCALES, SMALL_NUMBERS, SPOKEN_DIGITS } from '../text/numbers.ts';
import { closeBy, type Speech, type Track, turnBefore, type Word } from './speech.ts';

/** What one or several words add to a string of digits and letters, however they are said. */
export interface Symbol {
  readonly words: readonly Word[];
  /** Lower case letters and digits. */
  readonly chars: string;
  /** Spoken one by one or doubled, as strings are and quantities are not. */
  readonly single: boolean;
  /** Written in numerals. */
  readonly numeral: boolean;
  /** "forty": a unit that follows takes the place of its zero. */
  readonly endsInTens: boolean;
  /** A letter or letters alone. */
  readonly letters: boolean;
  /** Letters that are a symbol beside digits only: "AUT" in "AUT 5590". */
  readonly beside: boolean;
}

const NUMERAL = /^[0-9][0-9.,()'-]*$/u;
/** A time, or a quantity by the way it is written. */
const NO_STRING = /^(?:\d{1,2}:\d{2}|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{1,2})$/u;
const CODE = /^(?=.*\d)(?=.*\p{L})[\p{L}\d_.-]{2,24}$/u;
/** Letters and digits that are a quantity, an ordinal, a time or a common name of a thing. */
const NO_CODE =
  /^(?:\d+(?:st|nd|rd|th|s|k|m|x|am|pm|gb|mb|tb|kb|kg|km|cm|mm|ml|mg|hz|khz|mhz|ghz|kbps|mbps|gbps|hrs?|mins?|secs?|ft|lbs?|oz|px|ish|p|w|v|l|year|day|hour|minute|month|week|person|page|mile|inch|foot|way)(?:-.*)?|(?:mp|usb|win|covid|office|ps|ms)-?\d{1,3}\p{L}*|\d+-\p{L}{2,})$/u;
const REPEATS: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
  ['treble', 3],
  ['quadruple', 4],
]);
const FURTHER_DIGITS: ReadonlyMap<string, string> = new Map([
  ['nought', '0'],
  ['naught', '0'],
  ['aught', '0'],
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
  ['tree', '3'],
]);
const SPELLING_WORDS =
  'alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec ' +
  'romeo sierra tango uniform victor whiskey whisky xray x-ray yankee zulu';
const NATO = new Set(SPELLING_WORDS.split(' '));
/** Names of letters that are no other word. */
const LETTER_NAMES: ReadonlyMap<string, string> = new Map([
  ['zed', 'z'],
  ['zee', 'z'],
  ['aitch', 'h'],
  ['haitch', 'h'],
  ['ess', 's'],
  ['vee', 'v'],
  ['dee', 'd'],
  ['double-u', 'w'],
]);
/** Abbreviations that say what follows, and common ones that are part of no string. */
const NO_LETTERS =
  /^(?:isbn|sku|iban|mrn|pin|nhs|bsb|cvv|cvc|dob|vin|reg|uk|usa|us|eu|tv|pc|it|ok|id|ssn|po|am|pm|bt|ac|dvd|cd|atm|faq|mot|vat|bic|ppsn?|pps|ni|sim|imei|gp|er|ups|usps|dhl|dpd|hd|led|usb|ceo|hr|asap|eta|eft|ach|apr|rx|i|a)$/u;

/** The symbol that begins at this place of a track; null where none does. */
export function symbolAt(track: Track, at: number): Symbol | null {
  const word = track[at];
  if (word === undefined) return null;
  return digitsAt(track, at) ?? letterAt(track, at);
}

/** The same, of digits. */
export function digitsAt(track: Track, at: number): Symbol | null {
  const word = track[at];
  if (word === undefined || namesAPart(track, at)) return null;
  const { text } = word;
  const repeat = REPEATS.get(text);
  if (repeat !== undefined) return repeated(track, at, repeat);
  const digit = digitOf(text);
  if (digit !== null) return isDigit(track, at, digit) ? symbol([word], digit, { single: true }) : null;
  const between = isSpelled(track[at - 1]?.text ?? '') && isSpelled(track[at + 1]?.text ?? '');
  if (HOMOPHONES.has(text))
    return between ? symbol([word], HOMOPHONES.get(text) ?? '', { single: true }) : null;
  return numeralAt(word) ?? numberWord(word, track[at - 1]?.text ?? '') ?? codeOf(word);
}

/** Whether this word is a part of a string of digits. */
export function isDigitWord(track: Track, at: number): boolean {
  return (
    digitsAt(track, at) !== null ||
    (REPEATS.has(track[at - 1]?.text ?? '') && digitsAt(track, at - 1) !== null)
  );
}

function symbol(
  words: readonly Word[],
  chars: string,
  parts: Partial<Omit<Symbol, 'words' | 'chars'>> = {},
): Symbol {
  return {
    words,
    chars,
    single: false,
    numeral: false,
    endsInTens: false,
    letters: false,
    beside: false,
    ...parts,
  };
}

/** "double oh", "triple 7", "double l". */
function repeated(track: Track, at: number, times: number): Symbol | null {
  const [word, next] = [track[at], track[at + 1]];
  if (word === undefined || next === undefined) return null;
  const digit = digitOf(next.text) ?? (/^\d$/u.test(next.text) ? next.text : null);
  if (digit !== null) return symbol([word, next], digit.repeat(times), { single: true });
  if (/^\p{L}$/u.test(next.text))
    return symbol([word, next], next.text.repeat(times), { single: true, letters: true });
  return null;
}

function digitOf(text: string): string | null {
  return SPOKEN_DIGITS.get(text) ?? FURTHER_DIGITS.get(text) ?? null;
}

/** "oh" and "o" are other words too: they count near a number or a letter said alone. */
function isDigit(track: Track, at: number, digit: string): boolean {
  if (digit !== '0' || !/^oh?$/u.test(track[at]?.text ?? '')) return true;
  const amongZeros = [track[at - 1], track[at + 1]].every((word) => /^oh?$/u.test(word?.text ?? ''));
  return amongZeros || isNearSymbol(track, at, -1) || isNearSymbol(track, at, 1);
}

const PAUSE = /^(?:oh?|uh|um|uhm|er|erm|dash|hyphen|and|then|dot|point|slash|space)$/u;
const LONGEST_PAUSE = 6;
/** So many in a row are no exclamation. */
const ZEROS = 2;

/** Whether the next word in a direction, pauses and more zeros passed over, is a number or a letter said alone. */
function isNearSymbol(track: Track, from: number, step: 1 | -1): boolean {
  const utterance = track[from]?.utterance;
  let zeros = 0;
  for (let away = 1; away <= LONGEST_PAUSE; away += 1) {
    const word = track[from + step * away];
    if (word === undefined || word.utterance !== utterance) return false;
    const { text } = word;
    if (REPEATS.has(text)) return digitOf(track[from + step * away + 1]?.text ?? '') !== null;
    zeros += /^oh?$/u.test(text) ? 1 : 0;
    if (zeros >= ZEROS || isNumberText(text) || /^(?![aio])\p{L}$/u.test(text)) return true;
    if (!PAUSE.test(text)) return false;
  }
  return false;
}

function isNumberText(text: string): boolean {
  return /^\d/u.test(text) || isSpelled(text) || text.split('-').every((part) => SMALL_NUMBERS.has(part));
}

function isSpelled(text: string): boolean {
  return digitOf(text) !== null && !/^oh?$/u.test(text);
}

function numeralAt(word: Word): Symbol | null {
  if (!NUMERAL.test(word.text) || NO_STRING.test(word.text)) return null;
  const digits = word.text.replaceAll(/[^0-9]/gu, '');
  return symbol([word], digits, { single: digits.length === 1, numeral: true });
}

/** "forty", "forty-one", "six-oh-two"; a scale word adds its zeros to what stands before it. */
function numberWord(word: Word, before: string): Symbol | null {
  if (!word.text.includes('-') && !SCALES.has(word.text) && !SMALL_NUMBERS.has(word.text)) return null;
  const parts = word.text.split('-');
  const values = parts.map((part) => SMALL_NUMBERS.get(part) ?? digitOf(part));
  if (values.every((value) => value !== null)) {
    const [tens = 0, unit = 0] = values.map(Number);
    const joined =
      values.length === 2 && tens >= 20 && unit > 0 && unit < 10 ? String(tens + unit) : values.join('');
    return symbol([word], joined, {
      endsInTens: values.length === 1 && tens >= 20,
      single: values.length > 2,
    });
  }
  const scale = SCALES.get(word.text);
  const counted = before.split('-').every((part) => SMALL_NUMBERS.has(part)) || /^\d/u.test(before);
  return scale === undefined || !counted ? null : symbol([word], '0'.repeat(String(scale).length - 1));
}

function codeOf(word: Word): Symbol | null {
  if (!CODE.test(word.text) || NO_CODE.test(word.text)) return null;
  return symbol([word], word.text.replaceAll(/[^\p{L}\d]/gu, ''), { numeral: true });
}

/** A letter said alone, in any way of spelling, or a group of capitals. */
export function letterAt(track: Track, at: number): Symbol | null {
  const word = track[at];
  if (word === undefined) return null;
  const { text } = word;
  const letter = /^\p{L}$/u.test(text) ? text : LETTER_NAMES.get(text);
  if (letter !== undefined) {
    const explained = track.slice(at, at + explanationLength(track, at, letter));
    if (explained.length === 1 && /^[ai]$/u.test(text) && !isAmongSymbols(track, at)) return null;
    return symbol(explained, letter, { single: true, letters: true });
  }
  if (NATO.has(text)) return symbol([word], text.charAt(0), { single: true, letters: true, beside: true });
  if (/^\p{L}(?:[-.]\p{L})+$/u.test(text) && !/^(?:[ap]\.m|e\.g|i\.e|u\.[ks])$/u.test(text))
    return symbol([word], text.replaceAll(/[-.]/gu, ''), { single: true, letters: true });
  if (/^\p{Lu}{2,6}$/u.test(word.written) && !NO_LETTERS.test(text))
    return symbol([word], text, { letters: true, beside: true });
  return null;
}

/** "m as in mike", "m for mother", "m like mary", "m mike": how many words say the letter. */
function explanationLength(track: Track, at: number, letter: string): number {
  const [next = '', second = '', third = ''] = [1, 2, 3].map((step) => track[at + step]?.text ?? '');
  const stands = (text: string): boolean => text.length > 1 && text.startsWith(letter);
  if (next === 'as' && /^(?:in|for)$/u.test(second)) return third === '' ? 3 : 4;
  if (/^(?:for|like|is|as)$/u.test(next) && stands(second) && !SMALL_NUMBERS.has(second)) return 3;
  return NATO.has(next) && stands(next) ? 2 : 1;
}

function isAmongSymbols(track: Track, at: number): boolean {
  return (
    ([track[at - 1], track[at + 1]].some(
      (word) =>
        word !== undefined &&
        word.utterance === track[at]?.utterance &&
        (/^(?:(?![ai])\p{L}|\d+)$/u.test(word.text) || isSpelled(word.text) || NATO.has(word.text)),
    ) &&
      !/^\p{L}{2,}$/u.test(track[at + 1]?.text ?? '')) ||
    (track[at]?.written === 'A' && /^\p{Lu}$/u.test(track[at - 1]?.written ?? ''))
  );
}

/** "last four", "first six digits": how many, not which. */
function namesAPart(track: Track, at: number): boolean {
  const before = track[at - 1]?.text ?? '';
  const next = track[at + 1]?.text ?? '';
  if (/^(?:digits?|characters?|numbers|letters|numerals)$/u.test(next) && isFew(track[at]?.text ?? ''))
    return true;
  return (
    /^(?:last|first|final|next|middle|other)$/u.test(before) &&
    /^(?:two|three|four|five|six|eight|[2-68])$/u.test(track[at]?.text ?? '')
  );
}

/** A count of digits in words or numerals below 20. */
function isFew(text: string): boolean {
  return /^\d{1,2}$/u.test(text) || SMALL_NUMBERS.has(text);
}

/** A word said letter by letter: "m i l l e r", "m-i-l-l-e-r", "M as in Mike, I, double L", "Mike India Lima". */
export interface Spelled {
  /** Lower case, in one word. */
  readonly word: string;
  /** Places in the track, the first and the one after the last. */
  readonly from: number;
  readonly to: number;
}

/** What is spelled out in each track of a call. */
export type Spellings = ReadonlyMap<Track, readonly Spelled[]>;

const FEWEST_LETTERS = 3;
/** Words of the spelling alphabet are names and things too: so many in a row are not. */
const FEWEST_SPELLING_WORDS = 4;

/** Everything that is spelled out in a track, in order. */
export function findSpelled(track: Track): Spelled[] {
  const found: Spelled[] = [];
  for (let from = 0; from < track.length;) {
    const spelled = mayBeLetter(track[from]?.text ?? '') ? spelledAt(track, from) : null;
    if (spelled !== null) found.push(spelled);
    from = spelled?.to ?? from + 1;
  }
  return found;
}

function mayBeLetter(text: string): boolean {
  return /^\p{L}(?:$|[-.])/u.test(text) || REPEATS.has(text) || NATO.has(text) || LETTER_NAMES.has(text);
}

function spelledAt(track: Track, from: number): Spelled | null {
  let word = '';
  let to = from;
  let alone = 0;
  while (to < track.length && (to === from || closeBy(track[to - 1], track[to]))) {
    const letter = repeatedAt(track, to) ?? letterAt(track, to);
    if (letter === null || !letter.single || !letter.letters) break;
    word += letter.chars;
    alone += letter.beside ? 1 : 0;
    to += letter.words.length;
    to += modifierLength(track, to);
  }
  if (to > from && /^[ai]$/u.test(track[to - 1]?.text ?? '') && word.length <= FEWEST_LETTERS) return null;
  if (alone > 0 && word.length < FEWEST_SPELLING_WORDS) return null;
  return word.length >= FEWEST_LETTERS ? { word, from, to } : null;
}

function repeatedAt(track: Track, at: number): Symbol | null {
  const times = REPEATS.get(track[at]?.text ?? '');
  return times === undefined ? null : repeated(track, at, times);
}

/** "with two dots", "with a fada", "again": how a letter is written. */
function modifierLength(track: Track, at: number): number {
  const [first = '', second = '', third = ''] = [0, 1, 2].map((step) => track[at + step]?.text ?? '');
  if (
    /^(?:again|accent|umlaut|fada|acute|grave|hyphen|apostrophe|dash)$/u.test(first) &&
    /^\p{L}$/u.test(second)
  )
    return 1;
  return first === 'with' && /^(?:a|an|the|two)$/u.test(second) && !/^\p{L}$/u.test(third) ? 3 : 0;
}

const SPELLS = /(?<![^ ])(?:spell|spells|spelled|spelt|spelling|names?|surname)(?![^ ])/u;

/** Letters after words such as "spell" or "surname" are a name, even one that is nowhere written out. */
export function spellsAName(speech: Speech, first: Word | undefined): boolean {
  if (first === undefined) return false;
  const own = speech.utterances[first.utterance] ?? [];
  const before = own.slice(Math.max(0, first.place - 8), first.place).map(({ text }) => text);
  const asked = turnBefore(speech, first.utterance);
  return (
    SPELLS.test(before.join(' ')) ||
    SPELLS.test(asked) ||
    /(?<![^ ])(?:\p{L} \p{L} \p{L}|\p{L}(?:-\p{L}){2,})(?![^ ])/u.test(asked)
  );
}
