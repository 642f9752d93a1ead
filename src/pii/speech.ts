import type { RedactionKind } from '../domain/submission.ts';
import type { Transcript } from '../domain/transcript.ts';
import { tokenise } from '../text/tokens.ts';

/** One word of the call in the order of speaking. */
export interface Word {
  /** Position among all words of the call. */
  readonly at: number;
  /** Position of its utterance in the transcript. */
  readonly utterance: number;
  /** Position within its utterance. */
  readonly place: number;
  readonly speaker: string;
  /** Lower case, without surrounding punctuation. */
  readonly text: string;
  /** As the transcript has it. */
  readonly written: string;
  /** Place in the utterance's text. */
  readonly start: number;
  readonly end: number;
  /** What stands between the word before it in the utterance and this one. */
  readonly gap: string;
  /** First of its utterance, or after the end of a sentence. */
  readonly opens: boolean;
  readonly utteranceStartMs: number;
  readonly utteranceEndMs: number;
}

/** Words in the order in which they are read together: those of one speaker, or of everybody. */
export type Track = readonly Word[];

export interface Speech {
  readonly all: Track;
  /** One for each speaker, then one with everybody: diarization may be wrong. */
  readonly tracks: readonly Track[];
  /** The words of each utterance, by its position in the transcript. */
  readonly utterances: readonly Track[];
  /** Whether the transcript is written with capital letters. */
  readonly cased: boolean;
}

const ENDS_SENTENCE = /[.?!\n]/u;

/** Cuts a transcript into words. Every finder works on the result, so that this is done once. */
export function readSpeech({ utterances }: Transcript): Speech {
  const all: Word[] = [];
  const byUtterance: Word[][] = [];
  const bySpeaker = new Map<string, Word[]>();
  for (const [utterance, { speaker, text, startMs, endMs }] of utterances.entries()) {
    const own: Word[] = [];
    let before = 0;
    for (const token of tokenise(text)) {
      const gap = text.slice(before, token.start);
      before = token.end;
      own.push({
        at: all.length + own.length,
        utterance,
        place: own.length,
        speaker,
        text: token.text,
        written: text.slice(token.start, token.end),
        start: token.start,
        end: token.end,
        gap,
        opens: own.length === 0 || ENDS_SENTENCE.test(gap),
        utteranceStartMs: startMs,
        utteranceEndMs: Math.max(startMs, endMs),
      });
    }
    for (const word of own) all.push(word);
    byUtterance.push(own);
    const spoken = bySpeaker.get(speaker);
    if (spoken === undefined) bySpeaker.set(speaker, [...own]);
    else for (const word of own) spoken.push(word);
  }
  return {
    all,
    tracks: bySpeaker.size > 1 ? [...bySpeaker.values(), all] : [all],
    utterances: byUtterance,
    cased: all.some(({ written }) => /\p{Lu}/u.test(written)),
  };
}

/** A word further into its utterance than this is no longer an answer to the turn before it. */
const OPENING_WORDS = 6;
const EARLIER_UTTERANCES = 5;
const TURN_WORDS = 24;

/** Words right before one in its utterance. */
export function wordsBefore({ utterances }: Speech, word: Word, most = 14): string {
  return textOf((utterances[word.utterance] ?? []).slice(Math.max(0, word.place - most), word.place));
}

/** Words right after one in its utterance. */
export function wordsAfter({ utterances }: Speech, word: Word, most = 8): string {
  return textOf((utterances[word.utterance] ?? []).slice(word.place + 1, word.place + 1 + most));
}

/** What others said last before an utterance: what it answers. The speaker's own words in between are passed over. */
export function turnBefore({ utterances }: Speech, utterance: number): string {
  const speaker = utterances[utterance]?.[0]?.speaker;
  const turn: Word[] = [];
  for (let at = utterance - 1; at >= 0 && at >= utterance - EARLIER_UTTERANCES; at -= 1) {
    const words = utterances[at] ?? [];
    const own = words[0]?.speaker === speaker;
    if (own && turn.length > 0) break;
    if (!own) turn.unshift(...words.slice(-TURN_WORDS));
  }
  return textOf(turn.slice(-TURN_WORDS));
}

/** The words that lead to a word: those before it in its utterance, and for one of the first words the turn it answers. */
export function leadingTo(speech: Speech, word: Word, most = 14): string {
  const before = wordsBefore(speech, word, most);
  return word.place > OPENING_WORDS ? before : `${turnBefore(speech, word.utterance)} ${before}`.trim();
}

/** The words of the last utterances before one, of any speaker. */
export function earlierWords({ utterances }: Speech, utterance: number): string {
  const earlier = utterances.slice(Math.max(0, utterance - EARLIER_UTTERANCES), utterance);
  return textOf(earlier.flatMap((words) => words.slice(-TURN_WORDS)));
}

export function textOf(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(' ');
}

/** A longer pause ends what is dictated in pieces. */
const PIECES_GAP_MS = 15_000;

/** Whether two words, the first said earlier, can belong together: in one utterance, or one soon after the other. */
export function closeBy(from: Word | undefined, to: Word | undefined, gapMs = PIECES_GAP_MS): boolean {
  if (from === undefined || to === undefined) return false;
  return from.utterance === to.utterance || to.utteranceStartMs - from.utteranceEndMs < gapMs;
}

/** Words to take out, and the kind of data they are. */
export interface Mark {
  readonly kind: RedactionKind;
  readonly words: readonly Word[];
}

/** The kinds a caller asked for. */
export type Wanted = ReadonlySet<RedactionKind>;

/** Longer sequences are not looked for: no mailbox and no street has so many words. */
const LONGEST_REPEAT = 32;

/**
 * Every occurrence of these sequences of words. Linear in the number of words, however many sequences begin alike: each
 * place is compared with all of one length at once.
 */
export function findRepeats(words: Track, sequences: readonly (readonly string[])[]): Word[][] {
  const wanted = new Set(sequences.map((sequence) => sequence.join(' ')));
  const longest = new Map<string, number>();
  for (const { 0: first = '', length } of sequences) {
    if (length <= LONGEST_REPEAT) longest.set(first, Math.max(length, longest.get(first) ?? 0));
  }
  return words.flatMap((word, at) => {
    const found: Word[][] = [];
    let said = '';
    for (let length = 1; length <= (longest.get(word.text) ?? 0); length += 1) {
      said = length === 1 ? word.text : `${said} ${words[at + length - 1]?.text ?? ''}`;
      if (wanted.has(said)) found.push(words.slice(at, at + length));
    }
    return found;
  });
}

/** Place of the first of these words, all of one utterance, that ends after a character of its text. */
export function firstWordAfter(words: Track, character: number): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.end ?? 0) > character) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A word said letter by letter: "m i l l e r", "m-i-l-l-e-r", "M as in Mike, I, double L". */
export interface Spelled {
  /** Lower case, in one word. */
  readonly word: string;
  /** Places in the track, the first and the one after the last. */
  readonly from: number;
  readonly to: number;
}

const LETTER = /^\p{L}$/u;
const HYPHENATED = /^\p{L}(?:[-.]\p{L}){1,}$/u;
const DOUBLES = /^(?:double|triple)$/u;
const FEWEST_LETTERS = 3;
/** Letters that are words of their own end a spelling unless more letters follow. */
const WORDS_TOO = /^[ai]$/u;

/** Everything that is spelled out in a track, in order. */
export function findSpelled(track: Track): Spelled[] {
  const found: Spelled[] = [];
  for (let from = 0; from < track.length;) {
    const spelled = spelledAt(track, from);
    if (spelled !== null) found.push(spelled);
    from = spelled?.to ?? from + 1;
  }
  return found;
}

function spelledAt(track: Track, from: number): Spelled | null {
  let word = '';
  let to = from;
  for (let at = from; at < track.length;) {
    const step = letterAt(track, at);
    if (step === null || (to > from && !closeBy(track[to - 1], track[at]))) break;
    word += step.letters;
    at += step.words;
    to = at;
  }
  if (to > from && WORDS_TOO.test(track[to - 1]?.text ?? '') && word.length <= FEWEST_LETTERS) return null;
  return word.length >= FEWEST_LETTERS ? { word, from, to } : null;
}

/** The letters at a place, and how many words say them: "m as in mike" is one letter in four words. */
function letterAt(track: Track, at: number): { letters: string; words: number } | null {
  const text = track[at]?.text ?? '';
  const next = track[at + 1]?.text ?? '';
  if (DOUBLES.test(text) && LETTER.test(next))
    return { letters: next.repeat(text === 'double' ? 2 : 3), words: 2 };
  if (HYPHENATED.test(text)) return { letters: text.replaceAll(/[-.]/gu, ''), words: 1 };
  if (!LETTER.test(text)) return null;
  if (next === 'as' && /^(?:in|for)$/u.test(track[at + 2]?.text ?? '')) return { letters: text, words: 4 };
  if (/^(?:for|like)$/u.test(next) && startsWith(track[at + 2], text)) return { letters: text, words: 3 };
  return { letters: text, words: 1 };
}

function startsWith(word: Word | undefined, letter: string): boolean {
  return word !== undefined && word.text.length > 2 && word.text.startsWith(letter);
}
