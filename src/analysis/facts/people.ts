import type { Reading } from '../text/reading.ts';
import type { Sentence } from '../text/sentences.ts';
import { GIVEN_NAMES } from '../text/given-names.ts';
import { COMPANY_CUE, ORGANISATION_CUE, ORGANISATION_NOUNS, WEAK_SELF_CUE } from '../text/name-cues.ts';
import { capitalise, hasCapitals, type NameMention } from './names.ts';

/** Who takes part in the call, as far as it is said; null where it is not. */
export interface People {
  readonly customer: NameMention | null;
  readonly agent: NameMention | null;
  /** The organisation the agent speaks for. */
  readonly company: string | null;
}

const LONGEST_COMPANY_WORDS = 5;
/** Where a transcript has no capitals, these end the name of an organisation. */
const NOT_IN_A_COMPANY = new Set(
  "my i i'm how this that is are what who the a an calling your you it we our can may speaking".split(' '),
);

/**
 * Names of the two sides: what a person calls themselves before what the other calls them, the fuller and surer
 * mention first.
 */
export function findPeople(reading: Reading, mentions: readonly NameMention[]): People {
  const agent = bestName(mentions, 'agent', null);
  return { agent, customer: bestName(mentions, 'customer', agent), company: findCompany(reading) };
}

/** "Casey" of "Casey Morgan". */
export function firstName(mention: NameMention | null): string | null {
  return mention?.name.split(' ')[0] ?? null;
}

function bestName(
  mentions: readonly NameMention[],
  side: 'agent' | 'customer',
  other: NameMention | null,
): NameMention | null {
  const opposite = side === 'agent' ? 'customer' : 'agent';
  const candidates = mentions.filter(({ who, sentence, name }) => {
    if (who === 'self') return sentence.role === side;
    return sentence.role === opposite && firstWord(name) !== firstWord(other?.name ?? '');
  });
  return candidates.toSorted((a, b) => rank(b) - rank(a))[0] ?? null;
}

/** What a person calls themselves counts most, then a sure cue, then a full name. */
function rank({ who, certainty, name }: NameMention): number {
  return (who === 'self' ? 4 : 0) + certainty * 2 + (name.includes(' ') ? 1 : 0);
}

function firstWord(name: string): string {
  return name.split(' ')[0] ?? '';
}

function findCompany(reading: Reading): string | null {
  const opening = reading.sentences.filter(({ role }) => role === 'agent').slice(0, 6);
  const cased = hasCapitals(reading);
  for (const sentence of opening) {
    const company =
      companyAfter(sentence, COMPANY_CUE, cased, false) ??
      companyAfter(sentence, WEAK_SELF_CUE, cased, true) ??
      companyAfter(sentence, ORGANISATION_CUE, cased, false) ??
      companyAfter(sentence, /^(?:good (?:morning|afternoon|evening)|hello|hi)(?= )/u, cased, true);
    if (company !== null) return company;
  }
  return null;
}

/** The words after the cue up to the first that belongs to no name; after an `unsure` cue only with a noun of organisations. */
function companyAfter(sentence: Sentence, cue: RegExp, cased: boolean, unsure: boolean): string | null {
  const match = cue.exec(sentence.norm);
  if (match === null) return null;
  const after = sentence.norm.slice(0, match.index + match[0].length).split(' ').length;
  const offset = sentence.tokens[0]?.start ?? 0;
  const name: string[] = [];
  for (const token of sentence.tokens.slice(after, after + LONGEST_COMPANY_WORDS)) {
    const word = sentence.text.slice(token.start - offset, token.end - offset);
    const stops = NOT_IN_A_COMPANY.has(token.text);
    if (cased ? !/^\p{Lu}|^(?:and|of)$/u.test(word) : stops) break;
    name.push(capitalise(word));
    if (/[.,;:!?]/u.test(sentence.text.charAt(token.end - offset))) break;
  }
  const last = name.at(-1)?.toLowerCase() ?? '';
  const person = GIVEN_NAMES.has(name[0]?.toLowerCase() ?? '') && !ORGANISATION_NOUNS.has(last);
  if (name.length === 0 || person) return null;
  return (cased && !unsure) || ORGANISATION_NOUNS.has(last) ? name.join(' ') : null;
}
