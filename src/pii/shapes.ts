import type { RedactionKind } from '../domain/submission.ts';
import { isPlaceOrFirm } from '../text/english-words.ts';
import { SCALES } from '../text/numbers.ts';
import type { Speech, Word } from './speech.ts';
import { isAmount, isCardinal, type SpokenString } from './strings.ts';

/** What a string of digits and letters is. */
export type NumberKind =
  | 'card'
  | 'security_code'
  | 'expiry'
  | 'phone'
  | 'national_id'
  | 'bank_account'
  | 'account_number'
  | 'vehicle'
  | 'password'
  | 'date_of_birth'
  | 'postcode'
  | 'number';

export const REDACTED_AS: Readonly<Record<NumberKind, RedactionKind>> = {
  card: 'card',
  security_code: 'card',
  expiry: 'card',
  phone: 'phone',
  national_id: 'national_id',
  bank_account: 'number',
  account_number: 'number',
  vehicle: 'number',
  password: 'number',
  date_of_birth: 'number',
  postcode: 'address',
  number: 'number',
};

/** What the decision rests on besides the words around. */
export interface Shape {
  readonly spoken: SpokenString;
  readonly chars: string;
  readonly digits: number;
  /** Digits spoken one by one, or written together: a string rather than an amount. */
  readonly isString: boolean;
  /** "one hundred and eight". */
  readonly isScaled: boolean;
  /** 19xx or 20xx, not spoken digit by digit. */
  readonly isYear: boolean;
  /** "four, eleven and nineteen". */
  readonly isList: boolean;
  /** "nineteen ninety nine", which may be money. */
  readonly isPrice: boolean;
}

export function shapeOf(spoken: SpokenString): Shape {
  const { chars, digits, symbols } = spoken;
  const texts = spoken.words.map(({ text }) => text);
  const singles = symbols.filter(
    ({ single, numeral }, at) => single && !numeral && symbols[at - 1]?.endsInTens !== true,
  ).length;
  const isString =
    singles >= 3 ||
    /^0|oh|double|triple/u.test(`${chars} ${texts.join(' ')}`) ||
    /[a-z]/u.test(chars) ||
    symbols.some(({ numeral, chars }) => numeral && chars.length > 3);
  return {
    spoken,
    chars,
    digits: digits.length,
    isString,
    isScaled: texts.some((text) => SCALES.has(text)) && isCardinal(texts),
    isYear: /^(?:19|20)\d\d$/u.test(digits) && chars === digits && singles === 0,
    isList: isList(spoken.words),
    isPrice: !isString && isAmount(texts),
  };
}

/** Numbers that are counted up: each a number of its own, parted by commas or "and" or "then". */
function isList(words: readonly Word[]): boolean {
  const groups: string[][] = [[]];
  for (const [at, { text, gap }] of words.entries()) {
    if (at > 0 && /,/u.test(gap)) groups.push([]);
    if (/^(?:and|then)$/u.test(text)) groups.push([]);
    else groups.at(-1)?.push(text);
  }
  const parts = groups.filter((group) => group.length > 0);
  return (
    parts.length >= 2 &&
    parts.every((group) => isCardinal(group) && !/^(?:zero|0.*|\d{3,})$/u.test(group.join(' ')))
  );
}

/** What a string is whatever is spoken of. */
export function sureKinds({ chars, spoken }: Shape): NumberKind[] {
  const { digits, symbols } = spoken;
  const kinds: NumberKind[] = [];
  const written = symbols.flatMap(({ words }) => words.map(({ text }) => text));
  if (holdsCard(spoken)) kinds.push('card');
  if (/^[a-z]{2}\d{2}[a-z0-9]{10,30}$/u.test(chars)) kinds.push('bank_account');
  if (written.some((text) => /^\d{3}-\d{2}-\d{4}$/u.test(text)) || /^[a-z]{2}\d{6}[a-d]$/u.test(chars))
    kinds.push('national_id');
  if (POSTCODES.test(chars)) kinds.push('postcode');
  if (written.some((text) => /^(?:\d{3}[-.])?\d{3}[-.]\d{4}$/u.test(text))) kinds.push('phone');
  if ((spoken.words[0]?.gap ?? '').endsWith('+') && digits.length >= 8 && digits.length <= 15)
    kinds.push('phone');
  return kinds;
}

/** British, Canadian and Irish ones. */
const POSTCODES =
  /^(?:[a-z]{1,2}\d[a-z\d]?\d[abd-hjlnp-uw-z]{2}|[abceghj-nprstvxy]\d[a-z]\d[a-z]\d|[ac-fhknprtv-y](?:\d\d|6w)[ac-fhknprtv-y\d]{4})$/u;

/** What a string of which nothing is spoken is by its length and its letters. */
export function plainKinds({ chars, spoken, digits, isString, isScaled, isList }: Shape): NumberKind[] {
  const alone = spoken.words.length === 1 && (digits >= FEWEST_ALONE || chars.startsWith('0'));
  if (isScaled || isList || (!alone && isAmount(spoken.words.map(({ text }) => text)))) return [];
  if (digits === 10 || (digits === 11 && /^[01]/u.test(chars))) return ['phone', 'number'];
  if (digits === 9) return ['national_id', 'number'];
  if (digits >= 7) return ['number'];
  if (/^[a-z]{2}\d{2}[a-z]{3}$/u.test(chars)) return ['vehicle'];
  if (spoken.words.length === 1 && isMadeUp(chars)) return ['password'];
  if (isString && digits >= 4 && chars.length >= 7) return ['number'];
  if (digits >= FEWEST_SPOKEN && isSpokenSingly(spoken) && !isCounting(spoken.digits)) return ['number'];
  const plain = spoken.symbols.some(
    ({ numeral, chars }) => numeral && /^\d{5,}$/u.test(chars) && !chars.endsWith('000'),
  );
  return plain ? ['number'] : [];
}

/** "Bluebell77": a word with digits behind, which is no make of anything. */
function isMadeUp(chars: string): boolean {
  const [, word = ''] = /^([a-z]{4,})\d{1,4}$/u.exec(chars) ?? [];
  return word !== '' && !isPlaceOrFirm(word);
}

/** A numeral of so many digits is no amount. */
const FEWEST_ALONE = 7;
/** So many digits in a row that are said one by one are hardly ever an amount. */
const FEWEST_SPOKEN = 4;

function isSpokenSingly({ symbols, chars, digits }: SpokenString): boolean {
  return chars === digits && symbols.every(({ single, numeral }) => single && !numeral);
}

/** "one two three four", "five four three two one", "one two, one two". */
function isCounting(digits: string): boolean {
  if (/^(?:123?)+$/u.test(digits)) return true;
  return '01234567890123456789'.includes(digits) || '98765432109876543210'.includes(digits);
}

/** A card number alone, or with its date and code behind: groups that pass the checksum together. */
function holdsCard({ digits, symbols }: SpokenString): boolean {
  if (digits.length < 13) return false;
  if (digits.length <= 19 && passesLuhn(digits)) return true;
  let start = 0;
  for (const symbol of symbols) {
    for (const length of [16, 15, 14, 13, 19, 18, 17])
      if (start + length <= digits.length && passesLuhn(digits.slice(start, start + length)))
        return digits.length - length <= 8;
    start += symbol.chars.replaceAll(/\D/gu, '').length;
  }
  return false;
}

/** Checksum of payment card numbers (ISO/IEC 7812-1, annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (const [position, digit] of digits.split('').toReversed().entries()) {
    const doubled = Number(digit) * (position % 2 === 1 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 1 && sum % 10 === 0;
}

/** The address of a router or of the machine itself: everybody's. Source: RFC 1918, RFC 1122. */
export function isLocalAddress({ digits, words }: SpokenString): boolean {
  return words.filter(({ text }) => text === 'dot').length === 3 && /^(?:192168|10|127)/u.test(digits);
}

/** "in 2025". */
export function isCalendarYear({ utterances }: Speech, { digits, words }: SpokenString): boolean {
  const [first] = words;
  const before = utterances[first?.utterance ?? -1]?.[(first?.place ?? 0) - 1];
  return (
    words.length === 1 &&
    /^(?:19|20)\d\d$/u.test(digits) &&
    /^(?:in|since|until|till|by|of|before|after|during)$/u.test(before?.text ?? '')
  );
}

/** A day of the calendar in numerals. */
export function isDate({ symbols, words }: SpokenString): boolean {
  const slashed = words.filter(({ gap }) => gap === '/').length;
  if (
    slashed === symbols.length - 1 &&
    slashed > 0 &&
    slashed < 3 &&
    symbols.every(({ chars }) => /^\d{1,2}$|^\d{4}$/u.test(chars))
  )
    return true;
  return symbols.some(({ words }) =>
    /^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[.-]\d{1,2}[.-]\d{4})$/u.test(words[0]?.text ?? ''),
  );
}
