import type { Transcript, Utterance } from '../../domain/transcript.ts';
import { speakerLabel } from '../published-format.ts';

/** The transcript as SubRip subtitles. Every cue starts with its speaker. */
export function renderSrt(transcript: Transcript): string {
  const blocks = toCues(transcript, named).map(({ startMs, endMs, speaker, text }, at) => {
    const time = `${timestamp(startMs, ',')} --> ${timestamp(endMs, ',')}`;
    return `${at + 1}\n${time}\n${breakLines(plain(named(speaker) + text), LINE_CHARACTERS)}\n`;
  });
  return blocks.join('\n');
}

function named(speaker: string): string {
  return `${speaker}: `;
}

/** Players take angle brackets for markup, and the format has no way to escape them. */
function plain(text: string): string {
  return oneLine(text).replaceAll('<', '‹').replaceAll('>', '›');
}

/** The transcript as WebVTT, each cue in the voice of its speaker. Source: W3C WebVTT, sections 4.1 and 4.2. */
export function renderVtt(transcript: Transcript): string {
  const blocks = toCues(transcript).map(({ startMs, endMs, speaker, text }, at) => {
    const time = `${timestamp(startMs, '.')} --> ${timestamp(endMs, '.')}`;
    const lines = breakLines(text, LINE_CHARACTERS);
    return `\n${at + 1}\n${time}\n<v ${escape(oneLine(speaker))}>${escape(lines)}</v>\n`;
  });
  return ['WEBVTT\n', ...blocks].join('');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `01:02:03,004` for 3,723,004 ms with `,` before the milliseconds. Hours have at least two digits and no limit. */
function timestamp(milliseconds: number, separator: ',' | '.'): string {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock}${separator}${String(milliseconds % 1000).padStart(3, '0')}`;
}

/** What is shown at one time: a stretch of one utterance. `startMs < endMs`; cues of different speakers may overlap. */
interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly speaker: string;
  /** One line of text, never empty. */
  readonly text: string;
}

/** Two lines of 42 characters are what subtitle guides allow at once, and what most players fit. */
const LINE_CHARACTERS = 42;
const CUE_LINES = 2;
const CUE_CHARACTERS = CUE_LINES * LINE_CHARACTERS;
const CUE_MS = 7_000;
/** By how many characters a cue may miss its even length in order to end where a sentence or a clause ends. */
const SENTENCE_BONUS = 36;
const CLAUSE_BONUS = 18;

/**
 * The transcript as cues, ordered by start. An utterance too long to be read at once becomes several, each of two
 * lines at most, after what `prefix` writes in front of it.
 */
export function toCues(transcript: Transcript, prefix: (speaker: string) => string = () => ''): Cue[] {
  return transcript.utterances
    .flatMap((utterance) => utteranceCues(utterance, prefix(speakerLabel(utterance))))
    .toSorted((a, b) => a.startMs - b.startMs);
}

function utteranceCues(utterance: Utterance, prefix: string): Cue[] {
  const pieces = timedPieces(utterance, LINE_CHARACTERS);
  // A name of several lines would leave no room for words.
  const before = prefix.length <= LINE_CHARACTERS / 2 ? prefix : '';
  const rest = charactersFrom(pieces);
  const cues: Cue[] = [];
  for (let from = 0; from < pieces.length;) {
    const even = evenCharacters(pieces, from, rest[from] ?? 0, CUE_CHARACTERS - before.length);
    const shown = pieces.slice(from, cueEnd(pieces, from, before, even));
    cues.push(toCue(shown, speakerLabel(utterance)));
    from += shown.length;
  }
  return cues;
}

function toCue(shown: readonly Piece[], speaker: string): Cue {
  const startMs = shown[0]?.startMs ?? 0;
  const endMs = Math.max(shown.at(-1)?.endMs ?? 0, startMs + 1);
  return { startMs, endMs, speaker, text: textOf(shown) };
}

/** Index after the last piece of the cue that starts at `from`: as even as possible, rather where a clause ends. */
function cueEnd(pieces: readonly Piece[], from: number, prefix: string, even: number): number {
  let best = from + 1;
  let bestCost = Infinity;
  for (let end = from + 1; end <= pieces.length; end += 1) {
    const shown = pieces.slice(from, end);
    const text = textOf(shown);
    if (end > from + 1 && !fits(shown, prefix + text)) break;
    const cost = Math.abs(text.length - even) - endingBonus(pieces[end - 1]?.text ?? '');
    if (cost <= bestCost) [best, bestCost] = [end, cost];
  }
  return best;
}

function endingBonus(word: string): number {
  if (/[.!?。！？]$/u.test(word)) return SENTENCE_BONUS;
  return /[,;:、]$/u.test(word) ? CLAUSE_BONUS : 0;
}

/** Length of the text from each piece on. */
function charactersFrom(pieces: readonly Piece[]): number[] {
  const lengths: number[] = [];
  let length = 0;
  for (let at = pieces.length - 1; at >= 0; at -= 1) {
    const isParted = length > 0 && pieces[at + 1]?.glued === false;
    length += (pieces[at]?.text.length ?? 0) + (isParted ? 1 : 0);
    lengths.push(length);
  }
  return lengths.toReversed();
}

/** Length of each cue if the rest of the utterance, of `length` characters, were divided evenly among as few cues as it needs. */
function evenCharacters(
  pieces: readonly Piece[],
  from: number,
  length: number,
  maxCharacters: number,
): number {
  const spokenMs = (pieces.at(-1)?.endMs ?? 0) - (pieces[from]?.startMs ?? 0);
  return length / Math.max(1, Math.ceil(length / maxCharacters), Math.ceil(spokenMs / CUE_MS));
}

/** Words without spaces between them are broken by no line end: their cue is bounded by its characters. */
function fits(shown: readonly Piece[], text: string): boolean {
  const spokenMs = (shown.at(-1)?.endMs ?? 0) - (shown[0]?.startMs ?? 0);
  if (spokenMs > CUE_MS || text.length > CUE_CHARACTERS + CUE_LINES - 1) return false;
  return breakLines(text, LINE_CHARACTERS).split('\n').length <= CUE_LINES;
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text, glued }, at) => (at === 0 || glued ? text : ` ${text}`)).join('');
}

/** The smallest part of an utterance that is never divided: a word, or a part of one that fills a line by itself. */
interface Piece {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Continues the piece before it without a space. */
  readonly glued: boolean;
}

type Untimed = Pick<Piece, 'text' | 'glued'>;

/**
 * The words of an utterance with their times: those of the transcript where it times every word, otherwise spread over
 * the utterance by length. A word of more than `maxCharacters` is divided: scripts without spaces are one long word.
 */
function timedPieces(utterance: Utterance, maxCharacters: number): Piece[] {
  const words = oneLine(utterance.text)
    .split(' ')
    .filter((word) => word !== '');
  const untimed = words.map((word) => divide(word, maxCharacters));
  if (words.length !== utterance.words.length) return spread(untimed.flat(), utterance);
  return utterance.words.flatMap((word, at) => spread(untimed[at] ?? [], word));
}

function divide(word: string, maxCharacters: number): Untimed[] {
  if (word.length <= maxCharacters) return [{ text: word, glued: false }];
  const characters = Array.from(new Intl.Segmenter().segment(word), ({ segment }) => segment);
  const parts: Untimed[] = [];
  for (let from = 0; from < characters.length; from += maxCharacters) {
    parts.push({ text: characters.slice(from, from + maxCharacters).join(''), glued: from > 0 });
  }
  return parts;
}

/** Gives every piece the share of the time that its length is of the text. */
function spread(pieces: readonly Untimed[], { startMs, endMs }: { startMs: number; endMs: number }): Piece[] {
  const total = pieces.reduce((sum, { text }) => sum + text.length, 0);
  const at = (characters: number) => Math.round(startMs + ((endMs - startMs) * characters) / total);
  let before = 0;
  return pieces.map((piece) => {
    const from = before;
    before += piece.text.length;
    return { ...piece, startMs: at(from), endMs: at(before) };
  });
}

/** Breaks a line between words so that no part is longer than `maxCharacters`, except for single longer words. */
function breakLines(text: string, maxCharacters: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= maxCharacters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

/** Anything that ends a line, or is no visible character, becomes a space. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}
