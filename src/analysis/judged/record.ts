import type { Transcript, Utterance } from '../../domain/transcript.ts';
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
    text: utterances.map((utterance) => saidLine(utterance)).join('\n'),
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
export function saidLine(utterance: Utterance, text = utterance.text): string {
  return oneLine(`${utterance.index} ${speakerOf(utterance)}: ${text}`);
}

/** What an utterance comes to, in somebody else's words. */
export function shortLine(utterance: Utterance, text: string): string {
  return oneLine(`${utterance.index} ${speakerOf(utterance)}, in short: ${text}`);
}

function speakerOf({ role, speaker }: Utterance): string {
  return role === 'unknown' ? cutText(speaker, LONGEST_SPEAKER_CHARACTERS) : role;
}

/** The text with a blank for each line break: nothing that was said can begin a line of its own. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029]/gu, ' ');
}
