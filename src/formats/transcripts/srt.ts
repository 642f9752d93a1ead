import type { Transcript } from '../../domain/transcript.ts';
import { LINE_CHARACTERS, toCues } from './cues.ts';
import { breakLines, oneLine } from './lines.ts';
import { timestamp } from './timestamps.ts';

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
