import { SCALES } from '../text/numbers.ts';
import {
  isCalendarYear,
  isDate,
  isLocalAddress,
  type NumberKind,
  plainKinds,
  REDACTED_AS,
  type Shape,
  shapeOf,
  sureKinds,
} from './shapes.ts';
import { type Mark, type Speech, textOf, type Wanted } from './speech.ts';
import { findStrings, type SpokenString } from './strings.ts';
import type { CallTopics, Topic, Topics } from './topics.ts';

/** Longest string that identifies something: two cards in a row. */
const MOST_DIGITS = 44;
/** From this length on a string of digits is a secret that is looked for everywhere. */
const SECRET_DIGITS = 5;
const SHORTEST_ECHO = 3;

/** A string with what it is. */
export interface Secret {
  readonly spoken: SpokenString;
  readonly kind: NumberKind;
}

/** Cards, phones, national ids and other strings of digits and letters, and their echoes elsewhere in the call. */
export function findNumbers(speech: Speech, topics: CallTopics, wanted: Wanted): Mark[] {
  return findSecrets(speech, topics, wanted).map(({ spoken, kind }) => ({
    kind: REDACTED_AS[kind],
    words: spoken.words,
  }));
}

/** The same with what they are. */
export function findSecrets(speech: Speech, topics: CallTopics, wanted: Wanted): Secret[] {
  const found = speech.tracks.flatMap((track) => findStrings(speech, track));
  const strings = [...new Map(found.map((spoken) => [placeOf(spoken), spoken])).values()].toSorted(
    (a, b) => (a.words[0]?.at ?? 0) - (b.words[0]?.at ?? 0),
  );
  const secrets = strings.flatMap((spoken): Secret[] => {
    const kind = kindsOf(speech, topics, spoken).find((one) => wanted.has(REDACTED_AS[one]));
    return kind === undefined ? [] : [{ spoken, kind }];
  });
  const begun = falseStarts(speech, strings, secrets);
  const echoOf = echoFinder(
    secrets,
    strings.map(({ digits }) => digits),
  );
  const echoes = strings.flatMap((spoken): Secret[] => {
    const kind = echoOf(spoken.digits);
    return kind === null ? [] : [{ spoken, kind }];
  });
  return [...secrets, ...begun, ...echoes].map((secret) => ({ ...secret, spoken: filled(speech, secret) }));
}

/** Where a string stands: several tracks hold most of them. */
function placeOf({ chars, words, symbols }: SpokenString): string {
  return `${words[0]?.at ?? 0} ${words.at(-1)?.at ?? 0} ${symbols.length} ${chars}`;
}

/** "one seven one, cork, five five two oh": the county between two parts of a plate; "BT seven": capitals that are a firm's, too. */
function filled({ utterances }: Speech, { spoken, kind }: Secret): SpokenString {
  const [start, last] = [spoken.words[0], spoken.words.at(-1)];
  const led = start === undefined ? undefined : utterances[start.utterance]?.[start.place - 1];
  if (
    kind === 'postcode' &&
    led !== undefined &&
    /^\p{Lu}{1,2}$/u.test(led.written) &&
    start?.gap.trim() === ''
  )
    return { ...spoken, words: [led, ...spoken.words] };
  if (kind === 'phone' && start !== undefined) {
    const before = (utterances[start.utterance] ?? []).slice(Math.max(0, start.place - 2), start.place);
    if (textOf(before) === 'area code') return { ...spoken, words: [...before, ...spoken.words] };
  }
  const own = utterances[last?.utterance ?? -1] ?? [];
  const [county, next] = last === undefined ? [] : [own[last.place + 1], own[last.place + 2]];
  if (kind !== 'vehicle' || county === undefined || next === undefined || !/,/u.test(county.gap))
    return spoken;
  return /^\d|^(?:one|two|three|four|five|six|seven|eight|nine|oh)$/u.test(next.text)
    ? { ...spoken, words: [...spoken.words, county] }
    : spoken;
}

const CORRECTS = /(?<![^ ])(?:no|sorry|wait|again|scratch that|actually|i mean|oops)(?![^ ])/u;
const LONGEST_CORRECTION = 8;

/** "oh double four, no, start again, oh seven nine …": what is begun and spoken anew in the same utterance. */
function falseStarts(
  { utterances }: Speech,
  strings: readonly SpokenString[],
  secrets: readonly Secret[],
): Secret[] {
  const bySecretWord = new Map(secrets.map((secret) => [secret.spoken.words[0], secret]));
  return strings.flatMap((spoken): Secret[] => {
    const last = spoken.words.at(-1);
    if (last === undefined || spoken.digits.length < 2) return [];
    const behind = (utterances[last.utterance] ?? []).slice(
      last.place + 1,
      last.place + 2 + LONGEST_CORRECTION,
    );
    const again = behind.findIndex((word) => bySecretWord.has(word));
    const secret = bySecretWord.get(behind[again]);
    return secret !== undefined && CORRECTS.test(textOf(behind.slice(0, again)))
      ? [{ spoken, kind: secret.kind }]
      : [];
  });
}

/**
 * Recognises a repeated part of a secret: somebody reads it back, or says "ending in four four seven one". `asked`: all
 * strings it will be asked for. Linear in the number of both, as secrets are short.
 */
function echoFinder(
  secrets: readonly Secret[],
  all: readonly string[],
): (digits: string) => NumberKind | null {
  const asked = new Set(all.filter(({ length }) => length >= SHORTEST_ECHO && length <= MOST_DIGITS));
  const lengths = [...new Set(Array.from(asked, ({ length }) => length))];
  const known = Array.from(
    Map.groupBy(secrets, ({ kind }) => kind),
    ([kind, ofKind]) => {
      const whole = new Set(ofKind.map(({ spoken }) => spoken.digits));
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

/** What a string may be, the likeliest first. */
function kindsOf(speech: Speech, topics: CallTopics, spoken: SpokenString): NumberKind[] {
  const first = spoken.words[0];
  const last = spoken.words.at(-1);
  if (first === undefined || last === undefined || spoken.digits.length > MOST_DIGITS) return [];
  const around = topics.around(first, last);
  if (
    isLocalAddress(spoken) ||
    isCalendarYear(speech, spoken) ||
    (isDate(spoken) && ![...around.own, ...around.asked].includes('expiry'))
  )
    return [];
  const shape = shapeOf(spoken);
  const ends = endsClause(speech, spoken);
  const named = namedKinds(shape, around, ends);
  const sure = sureKinds(shape);
  if (named === null) return sure;
  const plain = named.length > 0 ? [] : plainKinds(shape);
  const kinds = [
    ...sure.filter((kind) => kind === 'card' || kind === 'national_id'),
    ...named,
    ...sure,
    ...plain,
    ...anyKinds(shape, around, ends),
  ];
  const [kind] = kinds;
  if (kind === 'card' || kind === 'phone') topics.add(kind, last);
  return [...new Set(kinds)];
}

/** The kinds that are spoken of and that the string can be. `null` where it is spoken to be something else. */
function namedKinds(shape: Shape, { own, asked, earlier }: Topics, ends: boolean): NumberKind[] | null {
  const kinds = new Set<NumberKind>();
  for (const topic of own) {
    if (topic === 'thing' || (topic === 'amount' && !(shape.isString && shape.digits >= 5)))
      return kinds.size > 0 ? [...kinds] : null;
    for (const kind of kindsAs(topic, shape, false)) kinds.add(kind);
  }
  if (
    kinds.size === 0 &&
    own.length === 0 &&
    (asked[0] === 'thing' || (asked[0] === 'amount' && !shape.isString))
  )
    return null;
  if (mayAnswer(shape, ends))
    for (const topic of asked) for (const kind of kindsAs(topic, shape, true)) kinds.add(kind);
  const mixed = shape.digits >= 2 && shape.chars.length > shape.digits;
  if (kinds.size === 0 && shape.isString && (shape.digits >= 4 || mixed)) {
    for (const topic of earlier) for (const kind of kindsAs(topic, shape, false)) kinds.add(kind);
  }
  return [...kinds];
}

/** One or two digits answer a question at the beginning of the answer only, and where their clause ends with them. */
function mayAnswer({ spoken, digits, isString }: Shape, ends: boolean): boolean {
  if (digits > 2) return true;
  return (spoken.words[0]?.place ?? 0) <= SHORT_ANSWER_WORDS && (isString || ends);
}

/** Whether nothing follows in the clause: the utterance ends, or a mark of punctuation stands behind. */
function endsClause({ utterances }: Speech, { words }: SpokenString): boolean {
  const last = words.at(-1);
  const next = utterances[last?.utterance ?? -1]?.[(last?.place ?? 0) + 1];
  return next === undefined || /[.,;!?\n]/u.test(next.gap) || /^(?:and|slash|of|the)$/u.test(next.text);
}

const SHORT_ANSWER_WORDS = 6;

/** What a string is that is called a number or a code and nothing more. */
function anyKinds(shape: Shape, { own, asked }: Topics, ends: boolean): NumberKind[] {
  const { digits, chars, isScaled, isYear, isList, isPrice } = shape;
  const amount = isYear || isPrice || (isList && asked.length === 0);
  const called = (topics: readonly Topic[], fewest: number): NumberKind[] => {
    if (topics.includes('any_code') && digits >= fewest && chars.length <= 12 && (!isScaled || digits <= 4))
      return ['password'];
    return topics.includes('any_number') && digits >= fewest && !isScaled && !amount ? ['number'] : [];
  };
  return [...called(own, 3), ...(mayAnswer(shape, ends) ? called(asked, 2) : [])];
}

/** "forty, forty-seven, eighty-four": so many digits are a sort code rather than numbers that are counted up. */
const FEWEST_LISTED = 6;

/** What a string of this shape is where a topic is spoken of; shorter ones count where it was asked for. */
function kindsAs(topic: Topic, shape: Shape, asked: boolean): NumberKind[] {
  const { digits, chars, isScaled, isYear, isList, isPrice, spoken } = shape;
  const hasScale = spoken.words.some(({ text }) => SCALES.has(text));
  const fewest = asked ? 2 : 3;
  const counted = isScaled || (isList && !asked);
  const amount = counted || isYear || (isPrice && !asked);
  const plain = chars.length === digits;
  const isNumeral = spoken.symbols.length === 1 && spoken.symbols[0]?.numeral === true;
  switch (topic) {
    case 'card':
      return plain && digits >= fewest && !counted && !(isYear && !asked) ? ['card'] : [];
    case 'security_code':
      return plain && digits >= 3 && digits <= 6 ? ['security_code'] : [];
    case 'expiry':
      return plain && digits >= (asked ? 1 : 2) && digits <= 8 && !isScaled ? ['expiry'] : [];
    case 'phone':
      return digits >= fewest &&
        chars.length <= digits + 1 &&
        (!amount || digits >= 7) &&
        digits <= 16 &&
        (!hasScale || digits >= 5)
        ? ['phone']
        : [];
    case 'birth':
      return digits >= 1 && digits <= 10 ? ['date_of_birth'] : [];
    case 'national_id':
      return digits >= 2 && chars.length >= 3 && !amount ? ['national_id'] : [];
    case 'bank':
      return chars.length >= fewest && (!amount || (isList && digits >= FEWEST_LISTED))
        ? ['bank_account']
        : [];
    case 'identifier':
      return chars.length >= 3 && digits >= 2 && !amount ? ['account_number'] : [];
    case 'vehicle':
      return chars.length >= fewest && (digits > 0 || asked) && !amount ? ['vehicle'] : [];
    case 'code':
    case 'password':
      return (digits >= fewest || chars.length >= (asked ? 2 : 4)) &&
        (!isScaled || digits <= 4) &&
        (!isPrice || isScaled || asked)
        ? ['password']
        : [];
    case 'postcode':
      return chars.length >= 3 && digits > 0 && !amount && chars.length <= 10
        ? digits === 4 && plain
          ? ['password', 'postcode']
          : ['postcode']
        : [];
    case 'digits':
      return digits >= fewest && (!amount || (isNumeral && !isYear)) ? ['number'] : [];
    case 'any_code':
    case 'any_number':
    case 'address':
    case 'email':
    case 'name':
    case 'thing':
    case 'amount':
      return [];
  }
}
