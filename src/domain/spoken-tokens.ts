import type { Utterance } from './transcript.ts';

/** A word as it stands in the text of an utterance: to be compared, and cut between. */
export interface Token {
  /** Position of its utterance among those it was taken from. */
  readonly utterance: number;
  /** Position among the words of its utterance. */
  readonly at: number;
  /** Without case, accents and punctuation; empty where nothing else is there. */
  readonly key: string;
  /** Where it stands in the text, characters. */
  readonly from: number;
  readonly to: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Whether the times are those of the model; otherwise the utterance is divided by length. */
  readonly isTimed: boolean;
}

/** Scripts that leave no space between words: each character counts as one. */
const UNSPACED =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]';
const PIECE = new RegExp(`${UNSPACED}\\p{M}*|(?:(?!${UNSPACED})\\S)+`, 'gu');

/** The words of utterances, in the order in which they begin. */
export function tokensOf(utterances: readonly Utterance[]): Token[] {
  return utterances
    .flatMap((utterance, position) => tokensIn(utterance, position))
    .toSorted((a, b) => a.startMs - b.startMs || a.utterance - b.utterance || a.from - b.from);
}

export function middleMs({ startMs, endMs }: Pick<Token, 'startMs' | 'endMs'>): number {
  return (startMs + endMs) / 2;
}

/** What is left of an utterance when the words from `first` to `last`, both of it, are kept. */
export function excerpt(utterance: Utterance, first: Token, last: Token): Utterance {
  const { text, words } = utterance;
  const isFromStart = first.from === startOf(text);
  const isToEnd = last.to === text.trimEnd().length;
  if (isFromStart && isToEnd) return utterance;
  const startMs = isFromStart ? utterance.startMs : first.startMs;
  const endMs = isToEnd ? utterance.endMs : Math.max(last.endMs, startMs);
  return {
    ...utterance,
    startMs,
    endMs,
    text: text.slice(first.from, last.to),
    words: first.isTimed
      ? words.slice(first.at, last.at + 1)
      : words.filter((word) => middleMs(word) >= startMs && middleMs(word) <= endMs),
  };
}

/** What is between two texts that are said without a pause. */
export function separator(text: string): string {
  return new RegExp(`${UNSPACED}\\p{M}*$`, 'u').test(text) ? '' : ' ';
}

function tokensIn({ text, words, startMs, endMs }: Utterance, utterance: number): Token[] {
  const pieces = [...text.matchAll(PIECE)].map((match) => ({ from: match.index, piece: match[0] }));
  const isTimed = words.length === pieces.length;
  const perCharacter = (endMs - startMs) / Math.max(1, text.length);
  let earliestMs = startMs;
  return pieces.map(({ from, piece }, at) => {
    const word = isTimed ? words[at] : undefined;
    // Words stay in their order, whatever their times say.
    earliestMs = Math.max(earliestMs, word?.startMs ?? startMs + from * perCharacter);
    const until = word?.endMs ?? startMs + (from + piece.length) * perCharacter;
    return {
      utterance,
      at,
      key: keyOf(piece),
      from,
      to: from + piece.length,
      startMs: Math.round(earliestMs),
      endMs: Math.round(Math.max(until, earliestMs)),
      isTimed,
    };
  });
}

function keyOf(piece: string): string {
  return piece
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

function startOf(text: string): number {
  return text.length - text.trimStart().length;
}
