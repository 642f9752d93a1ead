import { RedactionKind } from '../domain/submission.ts';
import { findDates } from '../text/dates.ts';
import { findMoney } from '../text/money.ts';
import { findNumberRuns, SPOKEN_DIGITS } from '../text/numbers.ts';
import type { ParsedTranscript, ParsedUtterance } from '../text/parsed-transcript.ts';
import type { Sentence } from '../text/sentences.ts';
import { findEmails } from './emails.ts';
import { type Entity, entityAt, entityIn, type EntityKind, entityOver } from './entity.ts';
import { findSecrets } from './numbers.ts';
import { findWordSecrets } from './secrets.ts';
import type { NumberKind } from './shapes.ts';
import { readSpeech, textOf, type Wanted, type Word } from './speech.ts';
import { findSpelled } from './symbols.ts';
import { CallTopics } from './topics.ts';

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
  const personal = findPersonal(transcript);
  const found = [
    ...personal.emails,
    ...sentences.flatMap((sentence, at) => findDateEntities(sentence, sentences[at - 1], recordedAt)),
    ...transcript.utterances.flatMap(findAmounts),
    ...personal.numbers,
    ...transcript.utterances.flatMap(findNumbers),
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

const BIRTH = /(?<![^ ])(?:birth|birthday|born|birthdate|dob)(?![^ ])/u;
const MOST_NAMES_PER_SENTENCE = 3;

/** What the detector of personal data finds, which redaction reads too. */
function findPersonal({ utterances }: ParsedTranscript): { emails: Entity[]; numbers: Entity[] } {
  const speech = readSpeech({ utterances: utterances.map(({ utterance }) => utterance) });
  const topics = new CallTopics(speech);
  const spellings = new Map(speech.tracks.map((track) => [track, findSpelled(track)]));
  const over = (kind: EntityKind, value: string, words: readonly Word[]): Entity =>
    entityOver(kind, value, placesOf(utterances, words));
  const emails = findEmails(speech, topics, spellings).flatMap(({ words }) => {
    const address = addressOf(words);
    return /.@.+\../u.test(address) ? [over('email', address, words)] : [];
  });
  const spoken = findWordSecrets(speech, topics).flatMap(({ kind, words }) =>
    kind === 'password' ? [over('password', textOf(words), words)] : [],
  );
  const strings = findSecrets(speech, topics, ANY_KIND)
    .toSorted((a, b) => b.spoken.chars.length - a.spoken.chars.length)
    .map(({ kind, spoken: { chars, words } }) => over(ENTITY_OF[kind], chars.toUpperCase(), words));
  return { emails, numbers: [...spoken, ...strings] };
}

const ANY_KIND: Wanted = new Set(RedactionKind.options);
const ENTITY_OF: Readonly<Record<NumberKind, EntityKind>> = {
  card: 'card',
  security_code: 'security_code',
  expiry: 'number',
  phone: 'phone',
  national_id: 'national_id',
  bank_account: 'account_number',
  account_number: 'account_number',
  vehicle: 'number',
  password: 'password',
  date_of_birth: 'date_of_birth',
  postcode: 'number',
  number: 'number',
};

/** From the first to the last of these words in each utterance. */
function placesOf(
  utterances: readonly ParsedUtterance[],
  words: readonly Word[],
): { spoken: ParsedUtterance; start: number; end: number }[] {
  return [...Map.groupBy(words, ({ utterance }) => utterance)].flatMap(([at, own]) => {
    const [spoken, first, last] = [utterances[at], own[0], own.at(-1)];
    if (spoken === undefined || first === undefined || last === undefined) return [];
    return [{ spoken, start: first.start, end: last.end }];
  });
}

const SPOKEN_SIGNS: ReadonlyMap<string, string> = new Map([
  ['at', '@'],
  ['sign', ''],
  ['dot', '.'],
  ['point', '.'],
  ['period', '.'],
  ['underscore', '_'],
  ['dash', '-'],
  ['hyphen', '-'],
  ['minus', '-'],
  ['plus', '+'],
  ...['uh', 'um', 'er', 'erm', 'and', 'then'].map((text): [string, string] => [text, '']),
]);

/** "casey dot morgan at brightleaf dot com" as it is written. */
function addressOf(words: readonly Word[]): string {
  const written = words.some(({ text }) => text.includes('@'));
  return words
    .map(({ text }) => (written ? text : (SPOKEN_SIGNS.get(text) ?? SPOKEN_DIGITS.get(text) ?? text)))
    .join('');
}

/** Dates that fix a day; a date of birth where birth is spoken of in the sentence or the question before it. */
function findDateEntities(
  sentence: Sentence,
  before: Sentence | undefined,
  recordedAt: string | null,
): Entity[] {
  const birth = BIRTH.test(sentence.norm) || (before?.question === true && BIRTH.test(before.norm));
  // A birthday without its year is no day of the call's future.
  const dates = findDates(sentence.text, birth ? null : recordedAt);
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

/** Money: what has a currency is no string of digits, whatever it looks like ("$100-200"). */
function findAmounts(spoken: ParsedUtterance): Entity[] {
  return findMoney(spoken).map(({ amount, currency, start, end }) =>
    entityOver('money', `${amount} ${currency}`, [{ spoken, start, end }]),
  );
}

/** Quantities and other numbers. */
function findNumbers(spoken: ParsedUtterance): Entity[] {
  return findNumberRuns(spoken).flatMap((run): Entity[] => {
    const value = run.digits ?? run.amount?.toString();
    return value === undefined || value === '1' ? [] : [entityAt('number', value, [run])];
  });
}
