import { COMMON_VERBS, FUNCTION_WORDS, GENERIC_WORDS, stem } from '../text/content-words.ts';
import { ORGANISATION_NOUNS } from '../text/names.ts';
import { isNumberWord } from '../text/numbers.ts';
import type { ParsedTranscript } from '../text/parsed-transcript.ts';
import type { Sentence } from '../text/sentences.ts';
import type { Quotation } from './gist.ts';
import type { NameMention } from './people.ts';
import { SUBJECT_COUNTS } from './subject-words.ts';

/** A phrase the call keeps coming back to. */
export interface SalientPhrase {
  /** Lower case, one to three words. */
  readonly phrase: string;
  /** Relative weight, greater than 0; only comparable within one call. */
  readonly weight: number;
  readonly count: number;
  readonly sentences: readonly Sentence[];
}

interface Candidate {
  forms: Map<string, number>;
  weight: number;
  count: number;
  sentences: Sentence[];
}

const LONGEST_PHRASE_WORDS = 3;
const REASON_WEIGHT = 4;
const CUSTOMER_WEIGHT = 1.3;
const EXTRA_WORD_WEIGHT = 0.6;
const MOST_SENTENCES = 3;
/** Phrases lighter than this share of the heaviest are mentioned, not talked about. */
const SMALLEST_SHARE = 0.15;

/**
 * Phrases that carry the subject of the call, heaviest first: runs of content words between function words and
 * verbs (the candidates of RAKE, Rose et al., Automatic keyword extraction from individual documents, 2010), counted
 * by stem, heavier where the customer says them and in the reason for the call. A phrase inside a heavier one is
 * left out.
 */
export function findSalientPhrases(
  transcript: ParsedTranscript,
  names: { readonly mentions: readonly NameMention[]; readonly company: string | null },
  reason: Quotation | null,
  max: number,
): SalientPhrase[] {
  const notSubjects = nameWords(names.mentions, names.company);
  const { utterance, from = 0, to = 0 } = reason?.clause ?? {};
  const reasonTokens = new Set(utterance?.tokens.slice(from, to));
  const candidates = new Map<string, Candidate>();
  for (const sentence of transcript.sentences) {
    const weight = sentence.tokens.some((token) => reasonTokens.has(token))
      ? REASON_WEIGHT
      : sentence.role === 'customer'
        ? CUSTOMER_WEIGHT
        : 1;
    for (const run of contentRuns(
      sentence,
      sentence.role === 'customer' ? notSubjects.customer : notSubjects.agent,
    ))
      count(candidates, run, sentence, weight);
  }
  const introduced = introducedStems(transcript);
  for (const [key, candidate] of candidates) {
    // One word that is never "the" or "my" anything is rather a verb or an adverb.
    if (!key.includes(' ') && !introduced.has(key)) candidates.delete(key);
    candidate.weight *= subjectFactor(key, introduced);
  }
  const ranked = [...candidates].toSorted(([a, x], [b, y]) => y.weight - x.weight || (a < b ? -1 : 1));
  return withoutParts(ranked, max);
}

const COUNTS: ReadonlyMap<string, readonly [number, number]> = new Map(
  SUBJECT_COUNTS.split(' ').map((entry) => {
    const [stem = '', named = '', calls = ''] = entry.split(/[:/]/u);
    return [stem, [Number(named), Number(calls)]];
  }),
);
/** The share of all words that people name in the reason for a call, and how many calls weigh as much as it. */
const USUAL_SHARE = 0.04;
const USUAL_CALLS = 8;
/** What a word of few calls counts: after "the" or "my" it is a noun, else it may be anything. */
const UNKNOWN = { introduced: 1.2, other: 0.25 };

/** How much more often than others people name a word in the reason for a call, by what they wrote of others. */
function wordFactor(stem: string, introduced: ReadonlySet<string>): number {
  const counts = COUNTS.get(stem);
  if (counts === undefined) return introduced.has(stem) ? UNKNOWN.introduced : UNKNOWN.other;
  const share = (counts[0] + USUAL_SHARE * USUAL_CALLS) / (counts[1] + USUAL_CALLS);
  return share / USUAL_SHARE;
}

/** Of a phrase mostly its last word, the noun that the others describe. */
function subjectFactor(key: string, introduced: ReadonlySet<string>): number {
  const factors = key.split(' ').map((stem) => wordFactor(stem, introduced));
  const head = factors.at(-1) ?? 0;
  return head ** HEAD_SHARE * Math.max(...factors) ** (1 - HEAD_SHARE);
}

const HEAD_SHARE = 0.7;
const INTRODUCES = new Set(
  'the a an my your our his her their this that these those any some no new of for about'.split(' '),
);

/** Stems that stand after an article, a possessive or the like somewhere in the call. */
function introducedStems({ utterances }: ParsedTranscript): Set<string> {
  const stems = new Set<string>();
  for (const { tokens } of utterances) {
    for (const [at, { text }] of tokens.entries())
      if (INTRODUCES.has(tokens[at - 1]?.text ?? '')) stems.add(stem(text));
  }
  return stems;
}

/** Words of names are no subject, but "internet" in the company's name is one where the customer says it. */
function nameWords(
  names: readonly NameMention[],
  company: string | null,
): { agent: Set<string>; customer: Set<string> } {
  const people = names.flatMap(({ name }) => wordsOf(name));
  const organisation = company === null ? [] : wordsOf(company);
  return {
    agent: new Set([...people, ...organisation]),
    customer: new Set([...people, ...organisation.filter((word) => !ORGANISATION_NOUNS.has(word))]),
  };
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split(' ');
}

/** Runs of content words, commas and sentence ends included as borders, at most three words each. */
function contentRuns(sentence: Sentence, names: ReadonlySet<string>): string[][] {
  const runs: string[][] = [[]];
  const offset = sentence.tokens[0]?.start ?? 0;
  for (const [at, token] of sentence.tokens.entries()) {
    const gap = sentence.text.slice((sentence.tokens[at - 1]?.end ?? offset) - offset, token.start - offset);
    if (/[,;:.]/u.test(gap)) runs.push([]);
    const content = !names.has(token.text) && isContent(token.text);
    if (content) runs.at(-1)?.push(token.text.replace(/'s$/u, ''));
    else runs.push([]);
  }
  return runs.map(trimRun).filter((run) => run.length > 0);
}

/** When, not what: never part of a subject. */
const TIMES = new Set(
  'monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december tomorrow yesterday tonight noon midnight till'.split(
    ' ',
  ),
);

function isContent(word: string): boolean {
  if (FUNCTION_WORDS.has(word) || COMMON_VERBS.has(word) || TIMES.has(word)) return false;
  if (word.split('-').every(isNumberWord)) return false;
  return word.length > 2 && /^\p{L}[\p{L}'-]*$/u.test(word) && !/(?:ly|n't)$/u.test(word);
}

/** A phrase ends on its noun: the last three words, without a participle at the end. */
function trimRun(run: readonly string[]): string[] {
  const end = run.findLastIndex((word) => !/(?:.{3}ed|.{2}ing)$/u.test(word) || run.length === 1);
  const kept = run.slice(Math.max(0, end + 1 - LONGEST_PHRASE_WORDS), end + 1);
  return kept.length === 1 && /.{3}ed$/u.test(kept[0] ?? '') ? [] : kept;
}

function count(
  candidates: Map<string, Candidate>,
  run: readonly string[],
  sentence: Sentence,
  weight: number,
): void {
  for (let length = Math.min(run.length, LONGEST_PHRASE_WORDS); length >= 1; length -= 1) {
    const words = run.slice(-length);
    if (words.every((word) => GENERIC_WORDS.has(word))) continue;
    const key = words.map(stem).join(' ');
    const known: Candidate = candidates.get(key) ?? { forms: new Map(), weight: 0, count: 0, sentences: [] };
    const form = words.join(' ');
    known.forms.set(form, (known.forms.get(form) ?? 0) + 1);
    known.weight += weight * (1 + EXTRA_WORD_WEIGHT * (length - 1));
    known.count += 1;
    if (known.sentences.length < MOST_SENTENCES && known.sentences.at(-1) !== sentence)
      known.sentences.push(sentence);
    candidates.set(key, known);
  }
}

function withoutParts(ranked: readonly [string, Candidate][], max: number): SalientPhrase[] {
  const kept: { key: string; phrase: SalientPhrase }[] = [];
  for (const [key, { forms, weight, count, sentences }] of ranked) {
    if (kept.length === max || weight < (ranked[0]?.[1].weight ?? 0) * SMALLEST_SHARE) break;
    if (
      kept.some(
        (heavier) => ` ${heavier.key} `.includes(` ${key} `) || ` ${key} `.includes(` ${heavier.key} `),
      )
    )
      continue;
    const [form = key] = [...forms].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0] ?? [];
    if (count === 1 && /^[^ ]+ing$/u.test(form)) continue;
    kept.push({ key, phrase: { phrase: form, weight, count, sentences } });
  }
  return kept.map(({ phrase }) => phrase);
}
