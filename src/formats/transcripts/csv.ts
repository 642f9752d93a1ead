import type { Transcript } from '../../domain/transcript.ts';
import { speakerLabel } from '../speaker-label.ts';

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
