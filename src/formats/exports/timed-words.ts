import type { Utterance } from '../../domain/transcript.ts';

/** The smallest part of an utterance that is never divided: a word, or a part of one that fills a line by itself. */
export interface Piece {
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
export function timedPieces(utterance: Utterance, maxCharacters: number): Piece[] {
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
export function breakLines(text: string, maxCharacters: number): string {
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
