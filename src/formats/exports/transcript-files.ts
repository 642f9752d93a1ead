import { z } from 'zod';
import { Role, type Transcript } from '../../domain/transcript.ts';
import { speakerLabel } from '../published-format.ts';
import { oneLine, renderSrt, renderVtt } from './subtitles.ts';

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

const Confidence = z.number().min(0).max(1).nullable();
const Seconds = z.number().nonnegative();

const WordWire = z.strictObject({ text: z.string(), start: Seconds, end: Seconds, confidence: Confidence });

const UtteranceWire = z.strictObject({
  index: z.int().nonnegative(),
  start: Seconds,
  end: Seconds,
  /** The role where it is known, otherwise the speaker: what every other format of the transcript shows. */
  label: z.string(),
  speaker: z.string(),
  role: Role,
  channel: z.int().nonnegative().nullable(),
  text: z.string(),
  confidence: Confidence,
  words: z.array(WordWire),
});

/** A transcript by itself. Times are seconds from the start of the call. */
export const TranscriptWire = z.strictObject({
  object: z.literal('transcript'),
  analysis_id: z.uuid(),
  language: z.string(),
  duration_seconds: Seconds,
  engine: z.string(),
  word_times: z.enum(['measured', 'estimated', 'none']),
  utterances: z.array(UtteranceWire),
});
export type TranscriptWire = z.infer<typeof TranscriptWire>;

/** The transcript as JSON that `POST /v1/analyses` takes again. Times are seconds. */
export function renderJson(analysisId: string, transcript: Transcript): TranscriptWire {
  return {
    object: 'transcript',
    analysis_id: analysisId,
    language: transcript.language,
    duration_seconds: transcript.durationMs / 1000,
    engine: transcript.engine,
    word_times: transcript.wordTimes,
    utterances: transcript.utterances.map(({ startMs, endMs, words, ...utterance }) => ({
      ...utterance,
      start: startMs / 1000,
      end: endMs / 1000,
      label: speakerLabel(utterance),
      words: words.map(({ text, confidence, ...word }) => ({
        text,
        start: word.startMs / 1000,
        end: word.endMs / 1000,
        confidence,
      })),
    })),
  };
}
