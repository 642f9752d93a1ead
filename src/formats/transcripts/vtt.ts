import type { Transcript } from '../../domain/transcript.ts';
import { LINE_CHARACTERS, toCues } from './cues.ts';
import { breakLines, oneLine } from './lines.ts';
import { timestamp } from './timestamps.ts';

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
