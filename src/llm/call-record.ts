import type { Transcript, Utterance } from '../domain/transcript.ts';
import { cutText } from '../text/rewrite.ts';

const LONGEST_SPEAKER_CHARACTERS = 60;
/** Room for the number and the speaker of a line. */
const LINE_PREFIX_CHARACTERS = 100;

/** A call as a language model sees it. */
export interface CallRecord {
  /** Stands at the beginning of its fence. */
  readonly label: string;
  /** How to read it; stands before the fence. Empty where there is nothing to explain. */
  readonly note: string;
  /** Lines of utterance number, speaker and text. */
  readonly text: string;
}

const CONDENSED_NOTE =
  'The call is long: parts of it are summed up. Lines marked "in short" tell what was said there and are never quoted; all other lines are the very words. What is in no line may have been said all the same.';

/** The record of the whole call: one line for each utterance. */
export function wholeCall({ utterances }: Transcript): CallRecord {
  return {
    label: 'transcript: number, speaker, text',
    note: '',
    text: utterances.map((utterance) => verbatimLine(utterance)).join('\n'),
  };
}

/** The record of a condensed call. `lines`: made by `verbatimLine` and `summaryLine`, in the order of the call. */
export function condensedCall(lines: readonly string[]): CallRecord {
  return {
    label: 'condensed transcript: number, speaker, text',
    note: CONDENSED_NOTE,
    text: lines.join('\n'),
  };
}

/** An utterance, or `text` as a verbatim part of it. */
export function verbatimLine(utterance: Utterance, text = utterance.text): string {
  return oneLine(`${utterance.index} ${speakerOf(utterance)}: ${text}`);
}

/** An utterance summed up in other words. */
export function summaryLine(utterance: Utterance, text: string): string {
  return oneLine(`${utterance.index} ${speakerOf(utterance)}, in short: ${text}`);
}

function speakerOf({ role, speaker }: Utterance): string {
  return role === 'unknown' ? cutText(speaker, LONGEST_SPEAKER_CHARACTERS) : role;
}

/** The text, of the same length, without line breaks: nothing that was said can begin a line of its own. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029]/gu, ' ');
}

/**
 * Splits a call into parts whose lines have at most `maxCharacters` (1,000 or more), in order. An utterance longer than
 * a part is cut into pieces under its number, each in a part of its own, so that no part holds a number twice.
 */
export function splitCall({ utterances }: Transcript, maxCharacters: number): Utterance[][] {
  const parts: Utterance[][] = [];
  let current: Utterance[] = [];
  let characters = 0;
  const pieces = utterances.flatMap((utterance) =>
    piecesOf(utterance, Math.max(1, maxCharacters - LINE_PREFIX_CHARACTERS)),
  );
  for (const piece of pieces) {
    const length = verbatimLine(piece).length + 1;
    const isContinued = current.at(-1)?.index === piece.index;
    if (current.length > 0 && (isContinued || characters + length > maxCharacters)) {
      parts.push(current);
      current = [];
      characters = 0;
    }
    current.push(piece);
    characters += length;
  }
  return current.length === 0 ? parts : [...parts, current];
}

/** The utterance, cut at spaces where it can be into verbatim pieces of at most `maxCharacters`. */
function piecesOf(utterance: Utterance, maxCharacters: number): Utterance[] {
  const pieces: Utterance[] = [];
  let rest = utterance.text;
  while (rest.length > maxCharacters) {
    const head = cutText(rest, maxCharacters);
    const lastSpace = head.lastIndexOf(' ');
    const end = lastSpace > maxCharacters / 2 ? lastSpace : Math.max(1, head.length);
    pieces.push({ ...utterance, text: rest.slice(0, end) });
    rest = rest.slice(end);
  }
  return [...pieces, { ...utterance, text: rest }];
}
