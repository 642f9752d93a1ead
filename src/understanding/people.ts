import { COMMON_VERBS, FUNCTION_WORDS } from '../text/content-words.ts';
import {
  ADDRESS_CUE,
  COMPANY_CUE,
  GIVEN_NAMES,
  NAME_FILLERS,
  ORGANISATION_CUE,
  ORGANISATION_NOUNS,
  SURE_SELF_CUE,
  WEAK_SELF_CUE,
} from '../text/names.ts';
import type { ParsedTranscript } from '../text/parsed-transcript.ts';
import type { Sentence } from '../text/sentences.ts';
import type { Token } from '../text/tokens.ts';

/** Who takes part in the call; null for a side that nobody names. */
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
 * The best name for each side: one a person gives themselves before one the other side uses, then the surer and the
 * fuller one.
 */
export function findPeople(transcript: ParsedTranscript, mentions: readonly NameMention[]): People {
  const agent = bestName(mentions, 'agent', null);
  return { agent, customer: bestName(mentions, 'customer', agent), company: findCompany(transcript) };
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

function findCompany(transcript: ParsedTranscript): string | null {
  const opening = transcript.sentences.filter(({ role }) => role === 'agent').slice(0, 6);
  const cased = hasCapitals(transcript);
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

/** A person's name as said in the call, written with capitals. */
export interface NameMention {
  readonly name: string;
  /** Whether the speaker names themselves or the person they speak to. */
  readonly who: 'self' | 'addressee';
  /** 2 for "my name is", 1 for a cue that other words may follow too. */
  readonly certainty: 1 | 2;
  readonly sentence: Sentence;
}

const LONGEST_NAME_WORDS = 3;
const CUES = [
  { cue: new RegExp(SURE_SELF_CUE, 'gu'), who: 'self', certainty: 2 },
  { cue: new RegExp(WEAK_SELF_CUE, 'gu'), who: 'self', certainty: 1 },
  { cue: new RegExp(ADDRESS_CUE, 'gu'), who: 'addressee', certainty: 1 },
] as const;

/** Every name that follows a cue ("my name is", "this is", "hi"), in order. */
export function findNames(transcript: ParsedTranscript): NameMention[] {
  const cased = hasCapitals(transcript);
  return transcript.sentences.flatMap((sentence) =>
    CUES.flatMap(({ cue, who, certainty }) =>
      [...sentence.norm.matchAll(cue)].flatMap((match) => {
        const name = nameAfter(sentence, match.index + match[0].length, certainty === 2, cased);
        return name === null || isOrganisation(name) ? [] : [{ name, who, certainty, sentence }];
      }),
    ),
  );
}

function isOrganisation(name: string): boolean {
  return ORGANISATION_NOUNS.has(name.split(' ').at(-1)?.toLowerCase() ?? '');
}

/** Whether the transcript is written with capitals, so that a capital inside a sentence means a name. */
function hasCapitals(transcript: ParsedTranscript): boolean {
  return transcript.sentences.some(({ text }) => /\p{Lu}/u.test(text));
}

/** The name that begins after `end` characters of the normalised sentence. */
function nameAfter(sentence: Sentence, end: number, sure: boolean, cased: boolean): string | null {
  const after = sentence.norm.slice(0, end).split(' ').length;
  const tokens = sentence.tokens.slice(after).filter((token, at) => at > 2 || !NAME_FILLERS.has(token.text));
  const name: string[] = [];
  for (const token of tokens.slice(0, LONGEST_NAME_WORDS + 1)) {
    const word = written(sentence, token);
    if (!mayBeName(word, token.text, { sure, cased, first: name.length === 0 })) break;
    if (token.text !== name.at(-1)?.toLowerCase()) name.push(capitalise(word));
    if (/[.,;:!?]/u.test(punctuationAfter(sentence, token))) break;
  }
  return name.length === 0 || name.length > LONGEST_NAME_WORDS ? null : name.join(' ');
}

function mayBeName(
  word: string,
  lower: string,
  { sure, cased, first }: { sure: boolean; cased: boolean; first: boolean },
): boolean {
  if (!/^[\p{L}][\p{L}'’.-]*$/u.test(word)) return false;
  if (cased) return /^\p{Lu}/u.test(word) && (!FUNCTION_WORDS.has(lower) || GIVEN_NAMES.has(lower));
  if (first && !sure) return GIVEN_NAMES.has(lower);
  return GIVEN_NAMES.has(lower) || !(FUNCTION_WORDS.has(lower) || COMMON_VERBS.has(lower));
}

function written(sentence: Sentence, token: Token): string {
  const offset = sentence.tokens[0]?.start ?? 0;
  return sentence.text.slice(token.start - offset, token.end - offset);
}

function punctuationAfter(sentence: Sentence, token: Token): string {
  const offset = sentence.tokens[0]?.start ?? 0;
  return sentence.text.slice(token.end - offset, token.end - offset + 1);
}

/** The word with a capital first letter, also after a hyphen or apostrophe of a name ("o'brien"). */
function capitalise(word: string): string {
  return word.replaceAll(/(?:^|(?<=[-'’])(?=\p{L}{3}))\p{L}/gu, (letter) => letter.toUpperCase());
}
