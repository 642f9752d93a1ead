import type { Reading } from '../text/reading.ts';
import type { Sentence } from '../text/sentences.ts';
import type { Token } from '../text/tokens.ts';
import { GIVEN_NAMES } from '../text/given-names.ts';
import {
  ADDRESS_CUE,
  NAME_FILLERS,
  ORGANISATION_NOUNS,
  SURE_SELF_CUE,
  WEAK_SELF_CUE,
} from '../text/name-cues.ts';
import { COMMON_VERBS, FUNCTION_WORDS } from '../text/stopwords.ts';

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

/** Every name said after a cue that announces one ("my name is", "this is", "hi"), in order. */
export function findNames(reading: Reading): NameMention[] {
  const cased = hasCapitals(reading);
  return reading.sentences.flatMap((sentence) =>
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
export function hasCapitals(reading: Reading): boolean {
  return reading.sentences.some(({ text }) => /\p{Lu}/u.test(text));
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
export function capitalise(word: string): string {
  return word.replaceAll(/(?:^|(?<=[-'’])(?=\p{L}{3}))\p{L}/gu, (letter) => letter.toUpperCase());
}
