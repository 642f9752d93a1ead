import type { Transcript, Utterance } from '../../domain/transcript.ts';
import { cutText } from '../text/rewrite.ts';
import { saidLine } from './record.ts';

/** Number and speaker, beside the text of a line. */
const LINE_MARGIN_CHARACTERS = 100;

/**
 * The transcript in parts of at most `maxCharacters` (at least 1,000) as lines, in order; every utterance is in one of
 * them. An utterance that is longer than a part is spread over several, under its number, and never twice in one.
 */
export function windowsOf({ utterances }: Transcript, maxCharacters: number): Utterance[][] {
  const windows: Utterance[][] = [];
  let current: Utterance[] = [];
  let characters = 0;
  const pieces = utterances.flatMap((utterance) =>
    piecesOf(utterance, Math.max(1, maxCharacters - LINE_MARGIN_CHARACTERS)),
  );
  for (const piece of pieces) {
    const length = saidLine(piece).length + 1;
    const again = current.at(-1)?.index === piece.index;
    if (current.length > 0 && (again || characters + length > maxCharacters)) {
      windows.push(current);
      current = [];
      characters = 0;
    }
    current.push(piece);
    characters += length;
  }
  return current.length === 0 ? windows : [...windows, current];
}

/** The utterance, or where its text is longer than `max` its verbatim pieces, parted at blanks where there are any. */
function piecesOf(utterance: Utterance, max: number): Utterance[] {
  const pieces: Utterance[] = [];
  let rest = utterance.text;
  while (rest.length > max) {
    const head = cutText(rest, max);
    const seam = head.lastIndexOf(' ');
    const end = seam > max / 2 ? seam : Math.max(1, head.length);
    pieces.push({ ...utterance, text: rest.slice(0, end) });
    rest = rest.slice(end);
  }
  return [...pieces, { ...utterance, text: rest }];
}
