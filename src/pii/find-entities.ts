import { findDates } from '../text/dates.ts';
import type { ParsedTranscript } from '../text/parsed-transcript.ts';
import type { Sentence } from '../text/sentences.ts';
import { type Entity, entityIn } from './entity.ts';
import { findNumbers } from './number-entities.ts';

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
export function findPasswords(sentence: Sentence): Entity[] {
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
export function findDateEntities(
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
