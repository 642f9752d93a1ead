import { findDates } from '../text/dates.ts';
import { findNumberRuns, type NumberRun } from '../text/numbers.ts';
import { isBackchannel, type ParsedTranscript } from '../text/parsed-transcript.ts';
import type { Sentence } from '../text/sentences.ts';
import { type Entity, entityAt, entityIn, type EntityKind } from './entity.ts';
import { passesLuhn } from './shapes.ts';

/** The names that a call is known to hold: people with the sentences that name them, and the agent's organisation. */
interface KnownNames {
  readonly names: readonly { readonly name: string; readonly sentence: Sentence }[];
  readonly company: string | null;
}

/**
 * Everything named in an English call, in order of place; where two overlap, the more telling one. Dates are
 * resolved against `recordedAt` (ISO 8601) and keep their words where it is null.
 */
export function findEntities(
  transcript: ParsedTranscript,
  known: KnownNames,
  recordedAt: string | null,
): Entity[] {
  const { sentences } = transcript;
  const found = [
    ...sentences.flatMap(findEmails),
    ...sentences.flatMap(findPasswords),
    ...sentences.flatMap((sentence, at) => findDateEntities(sentence, sentences[at - 1], recordedAt)),
    ...findNumbers(transcript),
    ...findNameEntities(transcript, known),
  ];
  return withoutOverlaps(found, transcript).toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Keeps the first of entities that share a character; earlier kinds in the list are more telling. */
function withoutOverlaps(entities: readonly Entity[], { utterances }: ParsedTranscript): Entity[] {
  const lengths = new Map(utterances.map(({ index, utterance }) => [index, utterance.text.length]));
  const taken = new Map<number, Uint8Array>();
  const takenIn = (utterance: number): Uint8Array => {
    const characters = taken.get(utterance) ?? new Uint8Array(lengths.get(utterance) ?? 0);
    taken.set(utterance, characters);
    return characters;
  };
  return entities.filter(({ spans }) => {
    const isFree = spans.every(
      ({ utterance, start, end }) => !takenIn(utterance).subarray(start, end).includes(1),
    );
    for (const { utterance, start, end } of isFree ? spans : []) takenIn(utterance).fill(1, start, end);
    return isFree;
  });
}

const UTTERANCE_CHARACTERS = 1_000_000;

function placeOf({ spans }: Entity): number {
  const [first] = spans;
  return first === undefined ? 0 : first.utterance * UTTERANCE_CHARACTERS + first.start;
}

const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu;
const SPOKEN_EMAIL =
  /(?<![^ ])((?:[a-z0-9]+ (?:dot|underscore|dash|hyphen) ){0,3}[a-z0-9]+) at ((?:[a-z0-9]+ )?(?:[a-z0-9]+ dot ){1,3}(?:com|org|net|edu|gov|io|co|us|uk|ca|de))(?![^ ])/gu;
/** "look at acme dot com" names a site, not a mailbox. */
const NO_MAILBOX =
  /^(?:look|looking|go|visit|online|us|me|them|site|website|page|is|check|find|available|shop|order)$/u;
const PASSWORD =
  /(?<![^ ])(?:password|passcode|pass word) is (?!(?:not|the|that|a|an|wrong|expired|too|still|case)(?: |$))([^ ]+)/u;
const BIRTH = /(?<![^ ])(?:birth|birthday|born|birthdate|dob)(?![^ ])/u;
const MOST_NAMES_PER_SENTENCE = 3;

/** E-mail addresses, written or spelled out ("casey dot morgan at brightleaf dot com"). */
function findEmails(sentence: Sentence): Entity[] {
  const written = [...sentence.text.matchAll(EMAIL)].map(({ 0: text, index }) =>
    entityIn('email', text.toLowerCase(), sentence, index, text.length),
  );
  const addresses = [...sentence.norm.matchAll(SPOKEN_EMAIL)].filter(
    ([, local = '']) => !NO_MAILBOX.test(local),
  );
  const spelled = addresses.map((match) => {
    const [whole, local = '', domain = ''] = match;
    const address = `${asWritten(local)}@${asWritten(domain)}`;
    return entityIn('email', address, sentence, ...placeInText(sentence, match.index, whole));
  });
  return [...written, ...spelled];
}

function asWritten(spelled: string): string {
  return spelled
    .replaceAll(' dot ', '.')
    .replaceAll(' underscore ', '_')
    .replaceAll(/ (?:dash|hyphen) /gu, '-')
    .replaceAll(' ', '');
}

/** A password said aloud after "my password is". */
function findPasswords(sentence: Sentence): Entity[] {
  const match = PASSWORD.exec(sentence.norm);
  const value = match?.[1];
  if (match === null || value === undefined) return [];
  return [
    entityIn(
      'password',
      value,
      sentence,
      ...placeInText(sentence, match.index + match[0].length - value.length, value),
    ),
  ];
}

/** Dates that fix a day; a date of birth where birth is spoken of in the sentence or the question before it. */
function findDateEntities(
  sentence: Sentence,
  before: Sentence | undefined,
  recordedAt: string | null,
): Entity[] {
  const birth = BIRTH.test(sentence.norm) || (before?.question === true && BIRTH.test(before.norm));
  const dates = findDates(sentence.text, recordedAt);
  return dates
    .filter(({ text }) => !(sentence.question && /^today$/iu.test(text)))
    .map(({ date, text, start }) =>
      entityIn(birth ? 'date_of_birth' : 'date', date ?? text.toLowerCase(), sentence, start, text.length),
    );
}

/** People who are named, and the organisation the agent speaks for. */
function findNameEntities(transcript: ParsedTranscript, { names, company }: KnownNames): Entity[] {
  const persons = names.flatMap(({ name, sentence }) => namedIn(sentence, name, 'person'));
  const organisations =
    company === null
      ? []
      : transcript.sentences.flatMap((sentence) => namedIn(sentence, company, 'organisation'));
  return [...persons, ...organisations];
}

function namedIn(sentence: Sentence, name: string, kind: 'person' | 'organisation'): Entity[] {
  const text = sentence.text.toLowerCase();
  const found: Entity[] = [];
  for (let at = text.indexOf(name.toLowerCase()); at >= 0 && found.length < MOST_NAMES_PER_SENTENCE;) {
    found.push(entityIn(kind, name, sentence, at, name.length));
    at = text.indexOf(name.toLowerCase(), at + name.length);
  }
  return found;
}

/** Where a part of the normalised sentence stands in its text: offset and length. */
function placeInText(sentence: Sentence, normOffset: number, part: string): [number, number] {
  const from = sentence.norm.slice(0, normOffset).split(' ').length - 1;
  const to = from + part.split(' ').length - 1;
  const offset = sentence.tokens[0]?.start ?? 0;
  const start = (sentence.tokens[from]?.start ?? offset) - offset;
  return [start, (sentence.tokens[to]?.end ?? offset) - offset - start];
}

/** Digits one speaker says in a row, possibly over several utterances, and the words that led to them. */
interface Dictation {
  digits: string;
  runs: NumberRun[];
  context: string;
}

const CURRENCIES: ReadonlyMap<string, string> = new Map([
  ...['dollar', 'dollars', 'bucks', 'usd'].map((word): [string, string] => [word, 'USD']),
  ...['pound', 'pounds', 'quid', 'gbp'].map((word): [string, string] => [word, 'GBP']),
  ...['euro', 'euros', 'eur'].map((word): [string, string] => [word, 'EUR']),
]);
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['$', 'USD'],
  ['£', 'GBP'],
  ['€', 'EUR'],
]);
const CONTEXT_UTTERANCES = 3;
const CONTEXT_WORDS_EACH = 30;
/** Words before the digits in their own utterance that tell what they are. */
const CONTEXT_WORDS = 90;
/** Longer strings of digits identify nothing. */
const MOST_DIGITS = 40;
/** A pause longer than this ends a dictation. */
const DICTATION_GAP_MS = 12_000;

/** Money, quantities and dictated strings of digits, each classified by its length and the words that lead to it. */
function findNumbers(transcript: ParsedTranscript): Entity[] {
  const entities: Entity[] = [];
  let dictation: Dictation | null = null;
  const finish = (): void => {
    if (dictation !== null) entities.push(...classify(dictation));
    dictation = null;
  };
  for (const [position, spoken] of transcript.utterances.entries()) {
    const runs = findNumberRuns(spoken);
    const before: NumberRun | undefined = dictation?.runs.at(-1);
    const continues =
      before?.spoken.speaker === spoken.speaker && spoken.startMs - before.spoken.endMs <= DICTATION_GAP_MS;
    if (before !== undefined && !continues && !isBackchannel(spoken)) finish();
    if (runs.length === 0 && continues) finish();
    for (const run of runs) {
      const money = moneyOf(run);
      if (money !== null || run.digits === null) {
        finish();
        const kind = money === null ? 'number' : 'money';
        const value = money ?? (run.amount === null ? null : String(run.amount));
        const to = money === null || signOf(run) !== undefined ? run.to : run.to + 1;
        if (value !== null) entities.push(entityAt(kind, value, [{ ...run, to }]));
        continue;
      }
      if (dictation !== null && startsAnew(dictation, run)) finish();
      dictation ??= { digits: '', runs: [], context: contextOf(transcript, position, run) };
      dictation.digits += run.digits;
      dictation.runs.push(run);
    }
  }
  finish();
  return entities;
}

/** Words other than hesitations between two runs of one utterance part two numbers. */
function startsAnew(dictation: Dictation, run: NumberRun): boolean {
  const last = dictation.runs.at(-1);
  if (last === undefined || last.spoken !== run.spoken) return run.from > 2;
  const between = run.spoken.tokens.slice(last.to + 1, run.from).map(({ text }) => text);
  return between.some((word) => !/^(?:uh|um|and|then|dash|hyphen|so|okay)$/u.test(word));
}

function moneyOf({ spoken, from, to, amount }: NumberRun): string | null {
  if (amount === null) return null;
  const currency = signOf({ spoken, from }) ?? CURRENCIES.get(spoken.tokens[to + 1]?.text ?? '');
  return currency === undefined ? null : `${amount} ${currency}`;
}

/** The currency whose sign stands right before the number. */
function signOf({ spoken, from }: Pick<NumberRun, 'spoken' | 'from'>): string | undefined {
  return SIGNS.get(spoken.utterance.text.charAt((spoken.tokens[from]?.start ?? 0) - 1));
}

/** What was said shortly before the digits, in the same utterance and in the utterances before it. */
function contextOf(transcript: ParsedTranscript, position: number, run: NumberRun): string {
  const before = transcript.utterances.slice(Math.max(0, position - CONTEXT_UTTERANCES), position);
  const words = [
    ...before.flatMap(({ tokens }) => tokens.slice(-CONTEXT_WORDS_EACH)),
    ...run.spoken.tokens.slice(Math.max(0, run.from - CONTEXT_WORDS), run.from),
  ];
  return words.map(({ text }) => text).join(' ');
}

function classify({ digits, runs, context }: Dictation): Entity[] {
  if (digits.length > MOST_DIGITS) return [];
  const kind = kindOf(digits, context);
  if (kind !== 'number') return [entityAt(kind, digits, runs)];
  return runs
    .filter(({ digits }) => digits !== null && (digits.length > 1 || !/^1$/u.test(digits)))
    .map((run) => entityAt('number', run.digits ?? '', [run]));
}

function kindOf(digits: string, context: string): EntityKind {
  const about = (words: string): boolean => new RegExp(`(?<![^ ])(?:${words})(?![^ ])`, 'u').test(context);
  const { length } = digits;
  if (length >= 13 && length <= 19 && (passesLuhn(digits) || about('card'))) return 'card';
  if (length === 9 && about('social|security|ssn|national|tax|id')) return 'national_id';
  if (
    (length === 3 || length === 4) &&
    about('cvv|cvc|security code|code on the back|three digits|expiration')
  )
    return 'security_code';
  if (length >= 4 && length <= 8 && about('password|pin|passcode|pin number')) return 'password';
  if (
    length >= 4 &&
    length <= 20 &&
    about('account|member|policy|customer number|membership') &&
    !about('phone|telephone|mobile|cell|order')
  ) {
    return 'account_number';
  }
  if ((length === 10 && !digits.startsWith('0')) || (length === 11 && /^[01]/u.test(digits))) return 'phone';
  if (length >= 7 && length <= 15 && about('phone|telephone|mobile|cell|call|reach|text')) return 'phone';
  return 'number';
}
