import type { Transcript } from '../../domain/transcript.ts';
import { speakerLabel } from '../speaker-label.ts';
import { oneLine } from './lines.ts';

/** One line per utterance, starting with its speaker. */
export function renderPlainText(transcript: Transcript): string {
  return transcript.utterances
    .map((utterance) => `${oneLine(speakerLabel(utterance))}: ${oneLine(utterance.text)}\n`)
    .join('');
}
