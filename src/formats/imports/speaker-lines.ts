import { Fault } from '../../domain/errors.ts';
import { type DraftUtterance, MAX_UTTERANCES, type TranscriptFormat } from './transcript-format.ts';

/** How long a word takes and how long speakers wait, where the lines have no times: 150 words a minute. */
const WORD_MS = 400;
const TURN_GAP_MS = 300;

const CLOCK = String.raw`(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,]\d{1,3})?`;
const TIME_BEFORE = new RegExp(String.raw`^[\[(]?${CLOCK}[\])]?\s*[-–—]?\s*(.*)$`, 's');
const TIME_IN_NAME = new RegExp(String.raw`^([^:\[(]{1,60}?)\s{0,4}[\[(]${CLOCK}[\])]\s*:?\s*(.*)$`, 's');

interface Line {
  readonly speaker: string;
  readonly text: string;
  readonly startMs: number | null;
}

/**
 * Lines of `Speaker: text`, each optionally with a time: `[00:12] Agent: …`, `Agent (00:12): …`. A line that names nobody goes on
 * with the one before. Lines without times are laid end to end at the usual speed of speech.
 */
export const speakerLines: TranscriptFormat<string> = {
  name: 'speaker lines',
  recognises(text) {
    const lines = linesOf(text);
    const named = lines.filter((line) => parseLine(line) !== null).length;
    return parseLine(lines[0] ?? '') !== null && named * 2 >= lines.length;
  },
  read(text) {
    const found: { first: Line; texts: string[] }[] = [];
    for (const line of linesOf(text)) {
      const parsed = parseLine(line);
      if (parsed) found.push({ first: parsed, texts: [parsed.text] });
      else found.at(-1)?.texts.push(line);
    }
    const named = found.map(({ first, texts }) => ({ ...first, text: texts.join(' ').trim() }));
    if (named.length > MAX_UTTERANCES)
      throw new Fault('invalid_transcript', `A transcript may have at most ${MAX_UTTERANCES} lines.`);
    return { language: null, utterances: timed(named) };
  },
};

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function parseLine(line: string): Line | null {
  const [, name, h, m, s, text] = TIME_IN_NAME.exec(line) ?? [];
  if (name !== undefined && text !== undefined) return { speaker: name, text, startMs: toMs(h, m, s) };
  const [, hours, minutes, seconds, rest] = TIME_BEFORE.exec(line) ?? [];
  const named = splitSpeaker(rest ?? line);
  return named && { ...named, startMs: rest === undefined ? null : toMs(hours, minutes, seconds) };
}

function timed(lines: readonly Line[]): DraftUtterance[] {
  let clockMs = 0;
  return lines.map(({ speaker, text, startMs: given }, at) => {
    const startMs = given ?? clockMs;
    const spokenMs = text.split(/\s+/).length * WORD_MS;
    const next = lines[at + 1]?.startMs ?? null;
    const endMs = next !== null && next > startMs ? Math.min(next, startMs + spokenMs) : startMs + spokenMs;
    clockMs = endMs + TURN_GAP_MS;
    return { speaker, startMs, endMs, text };
  });
}

function toMs(hours = '0', minutes = '0', seconds = '0'): number {
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** Up to four words before a colon: `Agent`, `Speaker 1`, `Bob Miller (Acme)`. Not a time, not an address of the web. */
const NAMED =
  /^(?:-\s*|>>\s*)?\[?([\p{L}\p{N}][\p{L}\p{N}._'’()&/-]*(?: [\p{L}\p{N}(&][\p{L}\p{N}._'’()&/-]*){0,3})\]?:(?!\/\/)\s*(.*)$/su;
const MAX_NAME_CHARACTERS = 60;

/** The speaker that a line starts with, and the text after it; `null` where it names none. */
export function splitSpeaker(line: string): { speaker: string; text: string } | null {
  const [, speaker, text] = NAMED.exec(line) ?? [];
  if (speaker === undefined || text === undefined || speaker.length > MAX_NAME_CHARACTERS) return null;
  return /\p{L}/u.test(speaker) ? { speaker, text } : null;
}
