import { findDates } from '../text/dates.ts';
import type { NameMention } from '../facts/names.ts';
import type { Reading } from '../text/reading.ts';
import type { Sentence } from '../text/sentences.ts';
import { entityIn, type Entity } from './entity.ts';

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
export function findEmails(sentence: Sentence): Entity[] {
  const written = [...sentence.text.matchAll(EMAIL)].map(({ 0: text, index }) =>
    entityIn('email', text.toLowerCase(), sentence, index, text.length),
  );
  const said = [...sentence.norm.matchAll(SPOKEN_EMAIL)].filter(([, local = '']) => !NO_MAILBOX.test(local));
  const spoken = said.map((match) => {
    const [whole, local = '', domain = ''] = match;
    const address = `${asWritten(local)}@${asWritten(domain)}`;
    return entityIn('email', address, sentence, ...placeOf(sentence, match.index, whole));
  });
  return [...written, ...spoken];
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
      ...placeOf(sentence, match.index + match[0].length - value.length, value),
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
export function findNameEntities(
  reading: Reading,
  names: readonly NameMention[],
  company: string | null,
): Entity[] {
  const persons = names.flatMap(({ name, sentence }) => namedIn(sentence, name, 'person'));
  const organisations =
    company === null
      ? []
      : reading.sentences.flatMap((sentence) => namedIn(sentence, company, 'organisation'));
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
function placeOf(sentence: Sentence, normOffset: number, part: string): [number, number] {
  const from = sentence.norm.slice(0, normOffset).split(' ').length - 1;
  const to = from + part.split(' ').length - 1;
  const offset = sentence.tokens[0]?.start ?? 0;
  const start = (sentence.tokens[from]?.start ?? offset) - offset;
  return [start, (sentence.tokens[to]?.end ?? offset) - offset - start];
}
