import type { RedactionKind } from '../domain/submission.ts';
import { SCALES, SMALL_NUMBERS } from '../text/numbers.ts';
import { type Dictation, findDictations } from './dictations.ts';
import type { DigitWord } from './digit-words.ts';
import {
  earlierWords,
  leadingTo,
  type Mark,
  type Speech,
  type Wanted,
  type Word,
  wordsAfter,
  wordsBefore,
} from './speech.ts';

/** Longest string of digits that identifies something: two cards in a row. */
const MOST_DIGITS = 40;
/** From this length on a string of digits is a secret that is looked for everywhere. */
const SECRET_DIGITS = 5;
const SHORTEST_ECHO = 3;

/** A dictation with what it may be, the likeliest first. */
interface Secret {
  readonly dictation: Dictation;
  readonly kind: RedactionKind;
}

/** Cards, phones, national ids and other strings of digits, and their echoes elsewhere in the call. */
export function findNumbers(speech: Speech, wanted: Wanted): Mark[] {
  const dictations = [false, true].flatMap((patient) =>
    speech.tracks.flatMap((track) => findDictations(speech, track, patient)),
  );
  const secrets = dictations.flatMap((dictation): Secret[] => {
    const kind = kindsOf(speech, dictation).find((one) => wanted.has(one));
    return kind === undefined ? [] : [{ dictation, kind }];
  });
  const echoOf = echoFinder(
    secrets,
    dictations.map(({ digits }) => digits),
  );
  const echoes = dictations.flatMap((dictation): Secret[] => {
    const kind = isQuantity(speech, dictation) ? null : echoOf(dictation.digits);
    return kind === null ? [] : [{ dictation, kind }];
  });
  return [...secrets, ...echoes].map(({ dictation, kind }) => ({ kind, words: dictation.words }));
}

/**
 * Recognises a repeated part of a secret: somebody reads it back, or says "ending in four four seven one". `said`: all
 * strings it will be asked for. Linear in the number of both, as secrets are short.
 */
function echoFinder(
  secrets: readonly Secret[],
  said: readonly string[],
): (digits: string) => RedactionKind | null {
  const asked = new Set(said.filter(({ length }) => length >= SHORTEST_ECHO && length <= MOST_DIGITS));
  const lengths = [...new Set(Array.from(asked, ({ length }) => length))];
  const known = Array.from(
    Map.groupBy(secrets, ({ kind }) => kind),
    ([kind, ofKind]) => {
      const whole = new Set(ofKind.map(({ dictation }) => dictation.digits));
      const long = [...whole].filter((secret) => secret.length >= SECRET_DIGITS);
      const parts = long.flatMap((secret) => partsOf(secret, lengths).filter((part) => asked.has(part)));
      return { kind, echoes: new Set([...parts, ...whole]) };
    },
  );
  return (digits) =>
    digits.length < SHORTEST_ECHO ? null : (known.find(({ echoes }) => echoes.has(digits))?.kind ?? null);
}

/** Every part of a string that has one of these lengths. */
function partsOf(digits: string, lengths: readonly number[]): string[] {
  return lengths.flatMap((length) =>
    Array.from({ length: Math.max(0, digits.length - length + 1) }, (_, at) => digits.slice(at, at + length)),
  );
}

function kindsOf(speech: Speech, dictation: Dictation): RedactionKind[] {
  const { digits, numbers } = dictation;
  const first = numbers[0]?.word;
  const last = numbers.at(-1)?.word;
  if (first === undefined || last === undefined || digits.length > MOST_DIGITS) return [];
  const context = contextOf(speech, first, last);
  const kinds: RedactionKind[] = [];
  if (isCard(digits, context)) kinds.push('card');
  if (about('birth', context)) return isBirthDate(dictation) ? [...kinds, 'number'] : kinds;
  if (isDate(dictation, context) || (kinds.length === 0 && isQuantity(speech, dictation))) return kinds;
  if (isNationalId(dictation, context)) kinds.push('national_id');
  if (isPhone(dictation, context)) kinds.push('phone');
  if (isIdentifier(dictation, context)) kinds.push('number');
  return likeliestFirst(kinds, context);
}

/** What is spoken of around a string: the nearest words that name a subject at all, its own utterance first. */
function contextOf(speech: Speech, first: Word, last: Word): string {
  const around = `${wordsBefore(speech, first)} | ${wordsAfter(speech, last)}`;
  if (namesSubject(around)) return around;
  const answered = `${leadingTo(speech, first)} | ${wordsAfter(speech, last)}`;
  if (namesSubject(answered) || wordsBefore(speech, first) !== leadingTo(speech, first)) {
    return namesSubject(answered) ? answered : `${earlierWords(speech, first.utterance)} ${around}`;
  }
  return answered;
}

/** Where the words before say plainly what follows, that counts before the length does. */
function likeliestFirst(kinds: readonly RedactionKind[], context: string): RedactionKind[] {
  const named: RedactionKind[] = [];
  if (about('phone', context) && !about('card', context)) named.push('phone');
  if (about('nationalId', context)) named.push('national_id');
  if (about('identifier', context) && named.length === 0) named.push('number');
  return [...kinds.filter((kind) => named.includes(kind)), ...kinds.filter((kind) => !named.includes(kind))];
}

function isCard(digits: string, context: string): boolean {
  const { length } = digits;
  if (length >= 13 && length <= 19 && (passesLuhn(digits) || about('card', context))) return true;
  if (length >= 10 && length <= 12 && about('card', context) && !about('phone', context)) return true;
  if ((length === 3 || length === 4) && about('securityCode', context)) return true;
  if (length >= 2 && length <= 8 && about('expiry', context)) return true;
  return length === 4 && about('card', context) && about('ending', context);
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

function isNationalId({ digits, numbers }: Dictation, context: string): boolean {
  const { length } = digits;
  if (length >= 4 && length <= 14 && about('nationalId', context)) return true;
  if (numbers.some(({ word }) => /^\d{3}-\d{2}-\d{4}$/u.test(word.text))) return true;
  if (numbers.some(({ word }) => /^[a-z]{2}\d{6}[a-d]$/u.test(word.text))) return true;
  return length === 9 && !about('identifier', context) && !about('phone', context);
}

function isPhone({ digits, numbers }: Dictation, context: string): boolean {
  const { length } = digits;
  const [first] = numbers;
  if (length === 10 || (length === 11 && /^[01]/u.test(digits))) return true;
  if (length >= 8 && length <= 15 && (first?.word.gap.endsWith('+') ?? false)) return true;
  if (numbers.some(({ word }) => /^\d{3}[-.]\d{4}$/u.test(word.text))) return true;
  if (length === 4 && about('phone', context) && about('ending', context)) return true;
  return length >= 7 && length <= 15 && about('phone', context);
}

function isIdentifier({ digits, numbers }: Dictation, context: string): boolean {
  const { length } = digits;
  const spelled = numbers.filter(({ single }) => single).length;
  if (numbers.some(({ code, digits }) => code && (digits.length >= 4 || about('identifier', context))))
    return true;
  if (length >= 7 || (length >= 4 && spelled >= 4)) return true;
  if (length >= 3 && about('identifier', context)) return !isYear(digits) || spelled > 0;
  return numbers.some(
    ({ word, numeral }) => numeral && /^\d{5,}$/u.test(word.text) && !word.text.endsWith('000'),
  );
}

function isYear(digits: string): boolean {
  return /^(?:19|20)\d\d$/u.test(digits);
}

const UNIT =
  /^(?:dollars?|bucks|pounds?|quid|euros?|cents?|pence|percent|%|per|minutes?|mins|hours?|days?|weeks?|months?|years?|times?|people|users?|agents?|seats?|calls?|customers?|employees|miles?|feet|foot|square|degrees|kilometers?|kilograms?|pounds|gigs?|gigabytes?|megabytes?|megs?|megabits?|items?|units?|licen[cs]es|boxes|pieces|pages|points|o'clock|am|pm|a\.m|p\.m|a|p|each|plus|or|thousand|million|billion|bedrooms?|stories|grand|usd|gbp|eur|business)$/u;

/** Money, lengths of time and counts: a sign before, or a unit after. Long strings are never taken for one. */
function isQuantity(speech: Speech, { digits, numbers }: Dictation): boolean {
  const first = numbers[0]?.word;
  const last = numbers.at(-1)?.word;
  if (first === undefined || last === undefined) return false;
  if (isCardinal(numbers)) return true;
  if (digits.length > 8) return false;
  if (/[$£€]$/u.test(first.gap) || /[$£€]$/u.test(last.gap)) return true;
  const [next = ''] = wordsAfter(speech, last, 1).split(' ');
  const [, nextButOne = ''] = wordsAfter(speech, last, 2).split(' ');
  if (/^[ap]$/u.test(next)) return nextButOne === 'm';
  return UNIT.test(next) && numbers.filter(({ single }) => single).length < 4;
}

/** "one thousand two hundred and twenty five": said as a quantity is, which strings of digits are not. */
function isCardinal(numbers: readonly DigitWord[]): boolean {
  const words = numbers.map(({ word }) => word.text);
  if (!words.some((text) => SCALES.has(text)) || numbers.length < 2) return false;
  let group = 0;
  for (const text of words) {
    const value = SMALL_NUMBERS.get(text);
    if (value === undefined && !SCALES.has(text)) return false;
    if (value !== undefined && group > 0 && !(group >= 20 && group % 10 === 0 && value < 10)) return false;
    group = value === undefined ? 0 : group + value;
  }
  return true;
}

const MONTH =
  /(?:^| )(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: the)?(?: of)? \|/u;

/** A day of the calendar: after a month, or three groups parted by slashes. */
function isDate({ digits, numbers }: Dictation, context: string): boolean {
  const slashed = numbers.filter(({ word }) => word.gap === '/').length;
  if (slashed === 2 && numbers.length === 3) return true;
  if (numbers.some(({ word }) => /^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[.-]\d{1,2}[.-]\d{4})$/u.test(word.text)))
    return true;
  return digits.length <= 6 && MONTH.test(context);
}

/** Any piece of a date of birth: after the month, or all of it in numbers. */
function isBirthDate({ digits }: Dictation): boolean {
  return digits.length >= 1 && digits.length <= 10;
}

/** What has a number of its own. */
const THINGS =
  'account|acct|policy|member|membership|customer|client|order|invoice|reference|ref|confirmation|tracking|case|ticket|claim|booking|reservation|routing|serial|badge|employee|student|patient|prescription|loyalty|rewards?|frequent flyer|flyer|vehicle|plate|registration|model|meter|contract|transaction|purchase order|po|rma|work order|file|docket|shipment|extension';
/** What is itself a secret string. */
const CODES =
  "sort code|iban|swift|pin|passcode|pass code|password|pin code|access code|verification code|security code|one time code|vin|license plate|licence plate|record locator|identification number|id number|id is|number is|number's|code is|code was";

/** What the words around a string of digits speak of. */
const SUBJECTS = {
  card: 'cards?|visa|mastercard|amex|american express|discover|debit|credit card|maestro|pan',
  securityCode:
    'cvv|cvc|cvv2|c v v|c v c|security code|security digits|code on the back|back of (?:the|your|my|it|that)|three digits|3 digits|verification code on',
  expiry: 'expir[a-z]+|exp|exp date|valid until|valid through|valid thru|good through',
  ending: 'ending(?: in| with)?|ends(?: in| with)?|last (?:four|4|three|3|digits)|final four',
  nationalId:
    "social|ssn|s s n|social security|national insurance|national id|national identity|ni number|nino|tax id|tax (?:payer )?identification|taxpayer|itin|ein|passport|licen[cs]e number|driver'?s? licen[cs]e|driving licen[cs]e|identity card|id card|medicare|medicaid|nhs",
  phone:
    'phone|telephone|mobile|cell|cellphone|landline|number to (?:call|reach)|call (?:me|you|us|him|her|them)|call back|callback|reach|text|whatsapp|fax|ring|dial|contact number|best number|area code|my number|your number|extension',
  birth: 'birth|birthday|birthdate|born|dob|d o b|date of birth',
  identifier: `(?:${THINGS}) (?:numbers?|id|i d|code|no|reference|#)(?:$| )|(?:${CODES})|(?:${THINGS}|numbers?)(?: is| was| it's| uh| um| of| that's| are)* \\|`,
} as const;

type Subject = keyof typeof SUBJECTS;

const PATTERNS = Object.fromEntries(
  Object.entries(SUBJECTS).map(([name, words]) => [name, new RegExp(`(?<![^ ])(?:${words})(?![^ ])`, 'u')]),
);

/** Whether words in lower case, parted by single spaces, speak of a subject. */
function about(subject: Subject, words: string): boolean {
  return PATTERNS[subject]?.test(words) ?? false;
}

/** Whether words speak of any subject at all. */
function namesSubject(words: string): boolean {
  return Object.values(PATTERNS).some((pattern) => pattern.test(words));
}
