import Papa from 'papaparse';
import { Fields } from './fields.ts';
import {
  type DraftUtterance,
  jsonFormat,
  type TextFormat,
  type TranscriptDraft,
} from './transcript-format.ts';
import { sideOf } from './voice-agents.ts';

/** Names of the same thing in lists of turns, whoever wrote them; the first that is given is taken. */
const SPEAKER = [
  'speaker',
  'speaker_name',
  'speakerName',
  'speaker_label',
  'speaker_id',
  'speakerId',
  'participant',
  'name',
  'user',
  'author',
];
const ROLE = ['role', 'participant_role', 'party'];
const TEXT = ['text', 'content', 'message', 'transcript', 'utterance', 'sentence', 'body', 'line'];
const START = [
  'start',
  'start_time',
  'startTime',
  'start_seconds',
  'begin',
  'from',
  'offset',
  'timestamp',
  'time',
];
const START_MS = ['start_ms', 'startMs', 'start_time_ms', 'startTimeMs', 'offset_ms', 'begin_ms'];
const END = ['end', 'end_time', 'endTime', 'end_seconds', 'to'];
const END_MS = ['end_ms', 'endMs', 'end_time_ms', 'endTimeMs'];

/** Nobody says one word in this many seconds on average: then the times are milliseconds. */
const SLOWEST_WORD_SECONDS = 60;

/** A list of objects with speaker and text, with or without times: at the top, or under a name that says so. */
export const turnList = jsonFormat({
  name: 'list of turns',
  marks: [`turns[].${TEXT.join('|')}`, `turns[].${[...SPEAKER, ...ROLE].join('|')}`],
  read: (value) => readTurns(value.list('turns')),
});

function readTurns(turns: readonly Fields[]): TranscriptDraft {
  const isMilliseconds = areMilliseconds(turns);
  const time = (turn: Fields, names: readonly string[], inMs: readonly string[]) =>
    turn.milliseconds(...inMs) ?? (isMilliseconds ? turn.milliseconds(...names) : turn.seconds(...names));
  const utterances = turns.map((turn): DraftUtterance => {
    const { role } = sideOf(turn.label(...ROLE) ?? turn.label(...SPEAKER));
    const channel = turn.number('channel');
    return {
      speaker: turn.label(...SPEAKER, ...ROLE),
      role,
      channel: channel !== null && Number.isInteger(channel) && channel >= 0 && channel < 8 ? channel : null,
      startMs: time(turn, START, START_MS),
      endMs: time(turn, END, END_MS),
      text: turn.text(...TEXT),
      confidence: turn.number('confidence'),
    };
  });
  const first = utterances.find(({ startMs }) => startMs !== null)?.startMs ?? 0;
  return { language: null, utterances, wallClock: first >= 60 * 60 * 1000 };
}

function areMilliseconds(turns: readonly Fields[]): boolean {
  const last = turns.reduce((most, turn) => Math.max(most, turn.number(...END, ...START) ?? 0), 0);
  const words = turns.reduce((sum, turn) => sum + turn.text(...TEXT).split(/\s+/u).length, 0);
  return last < 1e9 && last > words * SLOWEST_WORD_SECONDS;
}

/** One JSON object a line. */
export const jsonLines: TextFormat = {
  name: 'NDJSON',
  marks: (text) => [{ mark: 'a JSON object in each line', found: lineObjects(text) !== null }],
  read: (text) => readTurns(lineObjects(text) ?? []),
};

function lineObjects(text: string): Fields[] | null {
  if (!text.startsWith('{')) return null;
  try {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): Fields => new Fields(JSON.parse(line)));
  } catch {
    return null;
  }
}

/** CSV or TSV with a row of names. */
export const table: TextFormat = {
  name: 'CSV or TSV',
  marks(text) {
    const names = rowsOf(text.slice(0, text.indexOf('\n') + 1 || text.length))[0] ?? [];
    const has = (known: readonly string[]) =>
      names.some((name) => known.includes(name.trim()) || known.includes(snakeCase(name)));
    return [
      { mark: `a first row with a column "text"`, found: names.length > 1 && has(TEXT) },
      {
        mark: `a first row with a column "speaker" or "start"`,
        found: names.length > 1 && has([...SPEAKER, ...ROLE, ...START, ...START_MS]),
      },
    ];
  },
  read(text) {
    const [names = [], ...rows] = rowsOf(text);
    const keys = names.map(snakeCase);
    return readTurns(
      rows.map(
        (cells) => new Fields(Object.fromEntries(keys.map((key, at) => [key, typed(cells[at] ?? '')]))),
      ),
    );
  },
};

function rowsOf(text: string): string[][] {
  return Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' }).data;
}

/** A cell that is empty is not given; an apostrophe keeps a spreadsheet from computing it. */
function typed(cell: string): string | null {
  return cell.trim() === '' ? null : cell.replace(/^'(?=[=+\-@\t])/u, '');
}

function snakeCase(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/gu, '_')
    .replaceAll(/[()]/gu, '');
}
