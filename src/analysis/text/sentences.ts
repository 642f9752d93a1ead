import type { Role, Utterance } from '../../domain/transcript.ts';
import { NO_WORDS, wordSet, type WordSet } from './coverage.ts';
import { questionOpensAt, startsAsQuestion } from './questions.ts';
import { tokenise, type Token } from './tokens.ts';

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
