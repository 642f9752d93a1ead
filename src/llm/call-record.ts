import type { Transcript, Utterance } from '../domain/transcript.ts';
import { cutText } from '../text/rewrite.ts';

const LONGEST_SPEAKER_CHARACTERS = 60;

/** What of a call is put before the judge: lines of number, speaker and text. */
export interface CallRecord {
  /** What its fence is called. */
  readonly label: string;
  /** How to read it; said outside the fence. Empty where there is nothing to say. */
  readonly note: string;
  readonly text: string;
}

/** Of a condensed record: which lines are words of the call. */
const CONDENSED_NOTE =
  'The call is long: parts of it are summed up. Lines marked "in short" tell what was said there and are never quoted; all other lines are the very words. What is in no line may have been said all the same.';

/** Every utterance, one to a line. */
export function wholeCall({ utterances }: Transcript): CallRecord {
  return {
    label: 'transcript: number, speaker, text',
    note: '',
    text: utterances.map((utterance) => verbatimLine(utterance)).join('\n'),
  };
}

/** Lines made by `saidLine` and `shortLine`, in the order of the call. */
export function condensedCall(lines: readonly string[]): CallRecord {
  return {
    label: 'condensed transcript: number, speaker, text',
    note: CONDENSED_NOTE,
    text: lines.join('\n'),
  };
}

/** What was said in an utterance: all of it, or a verbatim part. */
export function verbatimLine(utterance: Utterance, text = utterance.text): string {
  return oneLine(`${utterance.index} ${speakerOf(utterance)}: ${text}`);
}

/** What an utterance comes to, in somebody else's words. */
export function summaryLine(utterance: Utterance, text: string): string {
  return oneLine(`${utterance.index} ${speakerOf(utterance)}, in short: ${text}`);
}

function speakerOf({ role, speaker }: Utterance): string {
  return role === 'unknown' ? cutText(speaker, LONGEST_SPEAKER_CHARACTERS) : role;
}

/** The text with a blank for each line break: nothing that was said can begin a line of its own. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029]/gu, ' ');
}

/** Number and speaker, beside the text of a line. */
const LINE_MARGIN_CHARACTERS = 100;

/**
 * The transcript in parts of at most `maxCharacters` (at least 1,000) as lines, in order; every utterance is in one of
 * them. An utterance that is longer than a part is spread over several, under its number, and never twice in one.
 */
export function splitCall({ utterances }: Transcript, maxCharacters: number): Utterance[][] {
  const windows: Utterance[][] = [];
  let current: Utterance[] = [];
  let characters = 0;
  const pieces = utterances.flatMap((utterance) =>
    piecesOf(utterance, Math.max(1, maxCharacters - LINE_MARGIN_CHARACTERS)),
  );
  for (const piece of pieces) {
    const length = verbatimLine(piece).length + 1;
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
