import type { Role, Utterance } from '../domain/transcript.ts';
import { contentStems, coverage, NO_WORDS, wordSet, type WordSet } from './content-words.ts';
import { type Token, tokenise, wordsOf } from './tokens.ts';

/** A sentence, or in a transcript without punctuation a clause, inside one utterance. */
export interface Sentence {
  /** `index` of the utterance it belongs to. */
  readonly utterance: number;
  readonly speaker: string;
  readonly role: Role;
  /** Verbatim part of the utterance's text. */
  readonly text: string;
  readonly tokens: readonly Token[];
  /** The words in lower case, parted by single spaces: what `phrases` expressions are tested against. */
  readonly norm: string;
  readonly question: boolean;
  /** Stems of the words that carry a subject; empty unless the text is English. */
  readonly content: WordSet;
  /** Spread over the utterance by length where the words carry no times. */
  readonly startMs: number;
  readonly endMs: number;
}

const TERMINAL = /[.?!\u2026\u3002\uFF1F\uFF01\u061F\n]/u;
/** Words are missing here: what follows does not continue what stands before. */
const UNCLEAR = /<[^>\n]{0,40}>/u;
const QUESTION_MARK = /[?\uFF1F\u061F]/u;
const ABBREVIATION = /^(?:mr|mrs|ms|dr|prof|st|vs|etc|inc|ltd|co|no|approx|e\.g|i\.e|\p{L})$/u;
/** Longest sentence in words: bounds every later step and the length of a quote. */
const LONGEST_SENTENCE = 60;
const LONGEST_SENTENCE_CHARACTERS = 1_200;
/** How many words from a possible opening on decide whether it is a question. */
const QUESTION_WINDOW = 8;
/** A question is not cut by another before this many words (which card, would you like). */
const SHORTEST_QUESTION = 6;
const CLAUSE_OPENERS =
  /^(?:i (?:would like|need|needed|want|wanted|lost|am calling|was hoping|was wondering|was calling|have a)|i'd like|i'm calling|i'll|i've|we'll|we've|thank you|thanks|my name is|is there anything)(?: |$)/u;
/** After these the opener continues a clause ("all i need", "because i want"). */
const CONTINUERS = new Set(
  'all help that what anything everything nothing something else thing if when because cause as than so do can should would who which whatever until before after once think hope guess believe and but or no okay well great to say'.split(
    ' ',
  ),
);

/** Cuts an utterance into sentences. `english` allows cutting by word order where the text has no punctuation. */
export function splitSentences(
  utterance: Utterance,
  english: boolean,
  tokens = tokenise(utterance.text),
): Sentence[] {
  if (tokens.length === 0) return [];
  const words = tokens.map((token) => token.text);
  const punctuated = TERMINAL.test(utterance.text.slice(tokens[0]?.end));
  const sentences: Sentence[] = [];
  let from = 0;
  for (let at = 1; at <= tokens.length; at += 1) {
    const cut =
      at === tokens.length ||
      at - from >= LONGEST_SENTENCE ||
      (tokens[at]?.end ?? 0) - (tokens[from]?.start ?? 0) > LONGEST_SENTENCE_CHARACTERS ||
      UNCLEAR.test(gapAfter(utterance.text, tokens, at)) ||
      (punctuated ? endsSentence(utterance.text, tokens, at) : english && opensClauseAt(words, at, from));
    if (!cut) continue;
    sentences.push(
      sentenceOf(utterance, tokens.slice(from, at), gapAfter(utterance.text, tokens, at), english),
    );
    from = at;
  }
  return sentences;
}

function gapAfter(text: string, tokens: readonly Token[], at: number): string {
  return text.slice(tokens[at - 1]?.end, tokens[at]?.start);
}

function endsSentence(text: string, tokens: readonly Token[], at: number): boolean {
  const gap = gapAfter(text, tokens, at);
  if (!TERMINAL.test(gap)) return false;
  return gap.trim() !== '.' || !ABBREVIATION.test(tokens[at - 1]?.text ?? '');
}

function opensClauseAt(words: readonly string[], at: number, from: number): boolean {
  if (at - from < 2) return false;
  const before = words[at - 1] ?? '';
  if (CLAUSE_OPENERS.test(words.slice(at, at + 3).join(' '))) return !CONTINUERS.has(before);
  const clause = words.slice(from, at + QUESTION_WINDOW);
  if (at - from < SHORTEST_QUESTION && startsAsQuestion(clause)) return false;
  return questionOpensAt(clause, at - from);
}

function sentenceOf(utterance: Utterance, tokens: readonly Token[], gap: string, english: boolean): Sentence {
  const words = tokens.map((token) => token.text);
  const start = tokens[0]?.start ?? 0;
  const end = tokens.at(-1)?.end ?? start;
  const closing = /^[\p{P}\p{S}]*/u.exec(gap)?.[0].trimEnd() ?? '';
  return {
    utterance: utterance.index,
    speaker: utterance.speaker,
    role: utterance.role,
    text: utterance.text.slice(start, end + closing.length),
    tokens,
    norm: words.join(' '),
    content: english ? wordSet(words) : NO_WORDS,
    question: QUESTION_MARK.test(gap) || (english && startsAsQuestion(words)),
    startMs: timeAt(utterance, start),
    endMs: timeAt(utterance, end),
  };
}

/** Time at which a character of the utterance is spoken, taking speech as even over the text. */
export function timeAt(utterance: Utterance, offset: number): number {
  const lengthMs = Math.max(0, utterance.endMs - utterance.startMs);
  const share = utterance.text.length === 0 ? 0 : offset / utterance.text.length;
  return Math.round(utterance.startMs + lengthMs * Math.min(1, share));
}

const ADDRESSING_AUXILIARIES = new Set(['can', 'could', 'would', 'will', 'do', 'did', 'are', 'have', 'were']);
const OFFERING_AUXILIARIES = new Set(['can', 'may', 'could', 'shall']);
const OPEN_FORMS =
  /^(?:(?:what|who) (?:happened|made|brings|brought|else|about|if)|how (?:about|come)|why not|anything else)(?: |$)/u;
/** A question word and the auxiliary it belongs to stand at most this many words apart ("what kind of budget do you"). */
const LONGEST_WH_PHRASE = 4;

/**
 * Whether a question opens at word `at`, decided by word order alone: English inverts subject and auxiliary in a
 * question (Quirk et al., A Comprehensive Grammar of the English Language, 1985, §11.4-11.23).
 */
function questionOpensAt(words: readonly string[], at: number): boolean {
  if (OPEN_FORMS.test(words.slice(at, at + 3).join(' '))) return !EMBEDDERS.has(words[at - 1] ?? '');
  return whQuestionAt(words, at) || yesNoQuestionAt(words, at);
}

/** Whether the words from `from` on are a question, discourse markers before it aside ("okay so what is …"). */
function startsAsQuestion(words: readonly string[], from = 0): boolean {
  for (let at = from; at < words.length; at += 1) {
    if (questionOpensAt(words, at)) return true;
    if (!DISCOURSE_MARKERS.has(words[at] ?? '')) return false;
  }
  return false;
}

function whQuestionAt(words: readonly string[], at: number): boolean {
  const word = words[at] ?? '';
  const embedded = EMBEDDERS.has(words[at - 1] ?? '');
  if (WH_CONTRACTIONS.has(word)) return !embedded && at + 1 < words.length;
  if (!WH_WORDS.has(word)) return false;
  const next = words[at + 1] ?? '';
  if (FORMS_OF_BE.has(next)) {
    const relative = (word === 'which' || word === 'who') && !opensClause(words, at);
    return !embedded && !relative && at + 2 < words.length;
  }
  for (let aux = at + 1; aux <= at + LONGEST_WH_PHRASE; aux += 1) {
    if (AUXILIARIES.has(words[aux] ?? '') && SUBJECTS.has(words[aux + 1] ?? '')) return true;
    if (PRONOUNS.has(words[aux] ?? '')) return false;
  }
  return false;
}

function yesNoQuestionAt(words: readonly string[], at: number): boolean {
  const auxiliary = words[at] ?? '';
  const subject = words[at + 1] ?? '';
  if (!AUXILIARIES.has(auxiliary) || !SUBJECTS.has(subject) || at + 2 >= words.length) return false;
  // "have the parts arrived" is a question, "have a great day" is none.
  if (auxiliary === 'have' && (subject === 'a' || subject === 'an')) return false;
  if (opensClause(words, at)) return true;
  const before = words[at - 1] ?? '';
  if (AUXILIARIES.has(before) || PRONOUNS.has(before) || WH_WORDS.has(before) || EMBEDDERS.has(before))
    return false;
  if (['as', 'than', 'neither', 'nor', 'there', 'that', 'this'].includes(before)) return false;
  if (subject === 'you') return ADDRESSING_AUXILIARIES.has(auxiliary);
  if (subject === 'i') return OFFERING_AUXILIARIES.has(auxiliary);
  return auxiliary === 'is' && subject === 'there';
}

function opensClause(words: readonly string[], at: number): boolean {
  for (let before = at - 1; before >= 0; before -= 1) {
    if (!DISCOURSE_MARKERS.has(words[before] ?? '')) return false;
  }
  return true;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const WH_WORDS = set('what where when why who whose which how');
const WH_CONTRACTIONS = set("what's where's who's how's when's what're where're how'd whats");
const AUXILIARIES = set(
  "is are was were am do does did can could would will shall should have has had may might isn't aren't wasn't weren't don't doesn't didn't can't couldn't wouldn't won't shouldn't haven't hasn't",
);
const FORMS_OF_BE = set('is are was were am');
const SUBJECTS = set(
  'i you we they he she it that this there these those your my our their his her the a an anyone anybody someone somebody everyone everything anything something any all both',
);
const PRONOUNS = set('i you we they he she it');
/** After these a question word opens an embedded clause ("I know what …"), not a question. */
const EMBEDDERS = set(
  "know knows knew see understand explain wonder wondering sure exactly about of that's is was tell show depends whatever remember figure learn into",
);
/** Words that may stand before a question without being part of it. */
const DISCOURSE_MARKERS = set(
  'okay ok alright so and but or well um umm uhm uh uhh er erm hi hello hey yes yeah no nope sure great good perfect wonderful now then right also oh ah please thanks thank you just first actually fine excellent awesome certainly absolutely',
);

/**
 * One expression for a list of wordings, to be tested against a normalised sentence (`Sentence.norm`: lower-case
 * words parted by single spaces). Each wording matches whole words only and may itself be an expression.
 */
export function phrases(...wordings: readonly string[]): RegExp {
  return new RegExp(`(?<![^ ])(?:${wordings.join('|')})(?![^ ])`, 'u');
}

/** An expression that finds a wording word for word in a normalised sentence; null for a wording without words. */
export function literalPhrase(wording: string): RegExp | null {
  const words = wordsOf(wording);
  if (words.length === 0) return null;
  return new RegExp(`(?<![^ ])${words.map(escapeRegExp).join(' ')}(?![^ ])`, 'gu');
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

/** A sentence that says a wording, literally (1) or in substance (the share of its words that are there). */
export interface PhraseMatch {
  readonly sentence: Sentence;
  readonly score: number;
}

/** Substance without the words' order is never certain. */
const SUBSTANCE_CEILING = 0.95;
/** A single shared word says little about a wording of one or two. */
const FEWEST_WORDS = 2;

/** The sentence closest to any of the wordings, the earliest of equals; null where none reaches `threshold`. */
export function bestMatch(
  sentences: readonly Sentence[],
  wordings: readonly string[],
  threshold: number,
): PhraseMatch | null {
  const wanted = wordings.map((wording) => {
    return { pattern: literalPhrase(wording), stems: [...new Set(contentStems(wordsOf(wording)))] };
  });
  let best: PhraseMatch | null = null;
  for (const sentence of sentences) {
    for (const { pattern, stems } of wanted) {
      const literal = pattern !== null && sentence.norm.search(pattern) >= 0;
      const share = stems.length < FEWEST_WORDS ? 0 : coverage(stems, sentence.content) * SUBSTANCE_CEILING;
      const score = literal ? 1 : share;
      if (score >= threshold && score > (best?.score ?? 0)) best = { sentence, score };
    }
  }
  return best;
}
