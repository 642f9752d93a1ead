import type { RedactionKind } from '../domain/submission.ts';
import type { Transcript } from '../domain/transcript.ts';
import { type Token, tokenise } from '../text/tokens.ts';

/** One word of the call in the order of speaking. */
export interface Word {
  /** Position among all words of the call. */
  readonly at: number;
  /** Position of its utterance in the transcript. */
  readonly utterance: number;
  /** Position within its utterance. */
  readonly place: number;
  readonly speaker: string;
  /** Lower case, without surrounding punctuation, invisible characters and marks, in ASCII digits and hyphens. */
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
  /** Whether its utterance is written with capital letters. */
  readonly cased: boolean;
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
}

const ENDS_SENTENCE = /[.?!\n]/u;
/** A word that shows that capitals are written: "I" and abbreviations are so in any transcript. */
const CAPITALISED_WORD = /(?<!\p{L})(?!I['’])\p{Lu}['’]?\p{L}*\p{Ll}/u;

/** Cuts a transcript into words. Every finder works on the result, so that this is done once. */
export function readSpeech({ utterances }: Pick<Transcript, 'utterances'>): Speech {
  const all: Word[] = [];
  const byUtterance: Word[][] = [];
  const bySpeaker = new Map<string, Word[]>();
  for (const [utterance, { speaker, text, startMs, endMs }] of utterances.entries()) {
    const own: Word[] = [];
    const cased = CAPITALISED_WORD.test(text);
    let before = 0;
    for (const token of tokenise(text).flatMap(chainParts)) {
      const gap = text.slice(before, token.start);
      before = token.end;
      own.push({
        at: all.length + own.length,
        utterance,
        place: own.length,
        speaker,
        text: plain(token.text),
        written: text.slice(token.start, token.end),
        start: token.start,
        end: token.end,
        gap,
        opens: own.length === 0 || ENDS_SENTENCE.test(gap),
        cased,
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
  };
}

/** "8-0-0-dash-4-4": words of digits and letters that a hyphen joins are read one by one. */
const CHAIN =
  /^(?=.*\p{L}{2})(?:(?:\p{L}|\d+|dash|hyphen|dot|underscore|double|triple|oh|zero|one|two|three|four|five|six|seven|eight|nine)(?:-|$)){3,}$/u;

function chainParts(token: Token): Token[] {
  if (!token.text.includes('-') || !CHAIN.test(token.text)) return [token];
  let start = token.start;
  return token.text.split('-').map((text) => {
    const part = { text, start, end: start + text.length };
    start = part.end + 1;
    return part;
  });
}

/** Full-width, circled and mathematical characters, digits of any script, any dash, and what is invisible between them. */
function plain(text: string): string {
  if (/^[a-z']*$/u.test(text)) return text;
  const composed = /\p{N}/u.test(text)
    ? text.normalize('NFKD').replaceAll(/\p{M}/gu, '')
    : text.normalize('NFKC');
  return composed
    .toLowerCase()
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[\p{Pd}\p{Pc}\u00b7\u2022\u2027\u2212]/gu, '-')
    .replaceAll(/[\u2018\u2019]/gu, "'")
    .replaceAll(/(?![0-9])\p{Nd}/gu, (digit) => String(digitValue(digit)));
}

/** Digits of a script stand in a row of ten from zero on. Source: the Unicode Standard, section 4.6. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return value;
}

/** A word further into its utterance than this is no longer an answer to the turn before it. */
const OPENING_WORDS = 6;
const EARLIER_UTTERANCES = 5;
const TURN_WORDS = 24;

/** Words right before one in its utterance. */
export function wordsBefore({ utterances }: Speech, word: Word, most = 14): string {
  return textOf((utterances[word.utterance] ?? []).slice(Math.max(0, word.place - most), word.place));
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
    let sequence = '';
    for (let length = 1; length <= (longest.get(word.text) ?? 0); length += 1) {
      sequence = length === 1 ? word.text : `${sequence} ${words[at + length - 1]?.text ?? ''}`;
      if (wanted.has(sequence)) found.push(words.slice(at, at + length));
    }
    return found;
  });
}
