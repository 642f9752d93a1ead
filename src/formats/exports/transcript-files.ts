import type { Transcript } from '../../domain/transcript.ts';
import { speakerLabel } from '../document.ts';
import { renderSrt, renderVtt } from './subtitles.ts';
import { oneLine } from './timed-words.ts';

interface TextFormat {
  /** Media type with its parameters. */
  readonly contentType: string;
  /** Ending of a file name, without the dot. */
  readonly extension: string;
  readonly render: (transcript: Transcript) => string;
}

/** The formats of a transcript that are files rather than JSON. All are UTF-8 and name the speaker of every part. */
export const TEXT_FORMATS = {
  text: { contentType: 'text/plain; charset=utf-8', extension: 'txt', render: renderPlainText },
  srt: { contentType: 'application/x-subrip; charset=utf-8', extension: 'srt', render: renderSrt },
  vtt: { contentType: 'text/vtt; charset=utf-8', extension: 'vtt', render: renderVtt },
  csv: { contentType: 'text/csv; charset=utf-8; header=present', extension: 'csv', render: renderCsv },
} as const satisfies Record<string, TextFormat>;

/** One line per utterance, starting with its speaker. */
export function renderPlainText(transcript: Transcript): string {
  return transcript.utterances
    .map((utterance) => `${oneLine(speakerLabel(utterance))}: ${oneLine(utterance.text)}\n`)
    .join('');
}

const COLUMNS = [
  'index',
  'start_seconds',
  'end_seconds',
  'label',
  'speaker',
  'role',
  'channel',
  'confidence',
  'text',
];

/** One row per utterance after a row of names; times in seconds. Source: RFC 4180. */
export function renderCsv(transcript: Transcript): string {
  const rows = transcript.utterances.map((utterance) => [
    String(utterance.index),
    String(utterance.startMs / 1000),
    String(utterance.endMs / 1000),
    inert(speakerLabel(utterance)),
    inert(utterance.speaker),
    utterance.role,
    String(utterance.channel ?? ''),
    String(utterance.confidence ?? ''),
    inert(utterance.text),
  ]);
  return [COLUMNS, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** Spreadsheets compute a cell that begins like a formula; an apostrophe in front keeps it text. Source: OWASP. */
function inert(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/u.test(text) ? `'${text}` : text;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
