import type { Utterance } from './transcript.ts';

/** The part of the recording that two neighbouring chunks share, milliseconds from its start. */
export interface Overlap {
  readonly startMs: number;
  readonly endMs: number;
}

/** Which words are kept: the first `left` of the earlier chunk, and those from `right` on of the later one. */
interface Seam {
  readonly left: number;
  readonly right: number;
}

/** A word that both chunks have: its position in each. */
interface Pair {
  readonly left: number;
  readonly right: number;
}

/** How far the times of one word in two chunks may differ: measured by the model, and estimated. */
const TIMED_TOLERANCE_MS = 400;
export const TOLERANCE_MS = 1500;
/** A word this near to a cut may be cut itself; it is worth this much where a whole word is worth 1. */
const EDGE_MS = 80;
const EDGE_WORTH = -0.5;
/** More words than anybody speaks within an overlap; bounds the alignment. */
const MOST_TOKENS = 300;

/**
 * Where to change over from the words of one chunk to those of the next, so that no word is doubled and none is lost:
 * after a word that both have, as far from both ends of the overlap as there is one; where they agree on none, at the time
 * that keeps the most words that were not cut. Tokens in the order of their times.
 */
export function findSeam(left: readonly Token[], right: readonly Token[], overlap: Overlap): Seam {
  const all = { left: left.length, right: 0 };
  if (overlap.endMs <= overlap.startMs) return all;
  const pairs = sharedWords(left, right, overlap);
  const middle = middleMs(overlap);
  const distance = (pair: Pair) => Math.abs(meetingMs(left, right, pair) - middle);
  const nearest = pairs.toSorted((a, b) => distance(a) - distance(b))[0];
  if (nearest) return { left: nearest.left + 1, right: nearest.right + 1 };
  const isInside = (token: Token) => token.endMs > overlap.startMs && token.startMs < overlap.endMs;
  if (!left.some(isInside) || !right.some(isInside)) return all;
  return seamAt(left, right, bestTime(left.filter(isInside), right.filter(isInside), overlap));
}

/** Words that both chunks have, in order: the alignment with the most of them, each counted by how well its times agree. */
export function sharedWords(left: readonly Token[], right: readonly Token[], overlap: Overlap): Pair[] {
  const reach = { startMs: overlap.startMs - TOLERANCE_MS, endMs: overlap.endMs + TOLERANCE_MS };
  const within = (token: Token) => token.endMs > reach.startMs && token.startMs < reach.endMs;
  const lefts = indexes(left, within).slice(-MOST_TOKENS);
  const rights = indexes(right, within).slice(0, MOST_TOKENS);
  const worth = (row: number, column: number) =>
    agreement(left[lefts[row] ?? -1], right[rights[column] ?? -1]);
  return align(lefts.length, rights.length, worth).map((pair) => ({
    left: lefts[pair.left] ?? 0,
    right: rights[pair.right] ?? 0,
  }));
}

/** From 0, for different words, to 1, for the same word at the same time. */
function agreement(one: Token | undefined, other: Token | undefined): number {
  if (!one || !other || one.key === '' || one.key !== other.key) return 0;
  const tolerance = one.isTimed && other.isTimed ? TIMED_TOLERANCE_MS : TOLERANCE_MS;
  return Math.max(0, 1 - Math.abs(middleMs(one) - middleMs(other)) / tolerance) ** 2;
}

/** The pairs of rows and columns, both rising, with the greatest sum of `worth`. Source: Needleman and Wunsch, 1970. */
function align(rows: number, columns: number, worth: (row: number, column: number) => number): Pair[] {
  const best = Array.from({ length: rows + 1 }, () => new Float64Array(columns + 1));
  const at = (row: number, column: number) => best[row]?.[column] ?? 0;
  for (let row = 1; row <= rows; row += 1)
    for (let column = 1; column <= columns; column += 1)
      best[row]?.fill(
        Math.max(
          at(row - 1, column),
          at(row, column - 1),
          at(row - 1, column - 1) + worth(row - 1, column - 1),
        ),
        column,
        column + 1,
      );
  const pairs: Pair[] = [];
  for (let row = rows, column = columns; row > 0 && column > 0;) {
    if (at(row, column) === at(row - 1, column)) row -= 1;
    else if (at(row, column) === at(row, column - 1)) column -= 1;
    else {
      row -= 1;
      column -= 1;
      pairs.unshift({ left: row, right: column });
    }
  }
  return pairs;
}

/** The time in the overlap before which the earlier chunk, and after which the later one has the most whole words. */
function bestTime(left: readonly Token[], right: readonly Token[], overlap: Overlap): number {
  const middle = middleMs(overlap);
  const times = [middle, overlap.startMs, overlap.endMs, ...[...left, ...right].map(middleMs)];
  const worth = (timeMs: number) =>
    sum(
      left.filter((token) => middleMs(token) <= timeMs).map(({ endMs }) => endMs < overlap.endMs - EDGE_MS),
    ) +
    sum(
      right
        .filter((token) => middleMs(token) > timeMs)
        .map(({ startMs }) => startMs > overlap.startMs + EDGE_MS),
    );
  const ranked = times.map((timeMs) => ({ timeMs, worth: worth(timeMs), away: Math.abs(timeMs - middle) }));
  return ranked.toSorted((a, b) => b.worth - a.worth || a.away - b.away)[0]?.timeMs ?? middle;
}

function sum(whole: readonly boolean[]): number {
  return whole.reduce((total, isWhole) => total + (isWhole ? 1 : EDGE_WORTH), 0);
}

function seamAt(left: readonly Token[], right: readonly Token[], timeMs: number): Seam {
  const dropped = left.findIndex((token) => middleMs(token) > timeMs);
  const kept = right.findIndex((token) => middleMs(token) > timeMs);
  return { left: dropped === -1 ? left.length : dropped, right: kept === -1 ? right.length : kept };
}

function meetingMs(left: readonly Token[], right: readonly Token[], pair: Pair): number {
  const [one, other] = [left[pair.left], right[pair.right]];
  return one && other ? (middleMs(one) + middleMs(other)) / 2 : 0;
}

function indexes(tokens: readonly Token[], accepts: (token: Token) => boolean): number[] {
  return tokens.flatMap((token, index) => (accepts(token) ? [index] : []));
}

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

function middleMs({ startMs, endMs }: Pick<Token, 'startMs' | 'endMs'>): number {
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

/** What separates `text` from text that follows without a pause: nothing in scripts without spaces. */
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
