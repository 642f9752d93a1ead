import { clockOf } from './fields.ts';
import type { DraftUtterance, TextFormat, TranscriptDraft } from './transcript-format.ts';

/** Longer beginnings of a line are no name and no time. */
const LOOKED_AT_CHARACTERS = 160;
const MAX_NAME_CHARACTERS = 60;
const HOUR_MS = 60 * 60 * 1000;

const CLOCK = String.raw`\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?`;
const HALF = String.raw`\s?(?:[AaPp]\.?[Mm]\.?)?`;
const TIME_FIRST = new RegExp(
  String.raw`^[\[(]?(${CLOCK})(${HALF})(?:\s?(?:-->|[-–—])\s?${CLOCK}${HALF})?[\])]?\s{0,4}[-–—|]?\s{0,4}(?=\D|$)(.*)$`,
  'su',
);
const TIME_LAST = new RegExp(
  String.raw`^(.*?)[\s,|·–—-]{0,4}[\[(]?(${CLOCK})(${HALF})[\])]?\s?([:：]?)\s{0,4}$`,
  'su',
);
const TIME_IN_BRACKETS = new RegExp(
  String.raw`^([^:：\[(]{1,60}?)\s{0,4}[\[(](${CLOCK})(${HALF})[\])]\s?[:：]?\s{0,4}(.*)$`,
  'su',
);

/** What a line begins with that could be who speaks: before a colon, or in square brackets. No times and no addresses of the web. */
const BEFORE_COLON =
  /^([\p{L}\p{N}+@#][\p{L}\p{N}\p{M} .,_'’()&/+@#-]{0,59}?)\]?\s?[:：](?!\/\/)\s{0,9}(.*)$/su;
const IN_BRACKETS = /^\[([\p{L}\p{N}][^[\]:]{0,59})\]\s?[:：]?\s{0,9}(.*)$/su;
/** Marks of lists, of a change of speaker, of emphasis. */
const LEADING_MARKS = /^(?:\d{1,5}[.)]\s+|[-–—•*]\s+|>>+\s*|#{1,6}\s+)?(?:\*\*|__)?/u;

/** Words that stand for somebody in a call, with or without a number. */
const ROLE_LABEL =
  /^(?:the\s)?(?:speaker|spk|agent|customer|caller|client|user|assistant|bot|ai|rep|representative|operator|advisor|adviser|host|guest|participant|channel|interviewer|prospect|patient|voice)s?[ _#-]{0,2}(?:\d{1,3}|[a-z])?$/iu;

/** Written by services below a transcript. */
const TRAILER = /^(?:transcribed by |transcription ended |this (?:editable )?transcript (?:was|is) )/iu;
const TRAILER_LINES = 3;

/** Of so many lines that begin like a name, those names are taken for names although none comes again. */
const NAMED_SHARE = 0.4;

interface SpeakerText {
  readonly speaker: string;
  readonly text: string;
}

/** Lines by who says them, as transcripts of any kind have them. */
export interface SpeakerNames {
  /** The speaker a line begins with, and the text after it; `null` where it names nobody. */
  split(line: string): SpeakerText | null;
}

/**
 * Finds out which beginnings of lines are names: those that come again, words that stand for somebody in a call, and single
 * ones that are written as a name in a text where others are. A clause before a colon, or a time of day, is none.
 */
export function findNames(lines: readonly string[]): SpeakerNames {
  const found = lines.flatMap((line) => prefixOf(line) ?? []);
  const counts = new Map<string, number>();
  for (const { speaker } of found) counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
  const isRepeated = (name: string) =>
    (counts.get(name) ?? 0) > 1 && (isWrittenAsName(name) || wordsOf(name) <= 2);
  const everyLine = found.length >= 2 && found.length >= lines.length * 0.9;
  const written = found.filter(couldBe).length;
  const others =
    [...counts.keys()].some((name) => ROLE_LABEL.test(name) || isRepeated(name)) ||
    (written >= 2 && written >= lines.filter((line) => line !== '').length * NAMED_SHARE);
  const isName = (prefix: SpeakerText) => {
    if (ROLE_LABEL.test(prefix.speaker) || isRepeated(prefix.speaker)) return true;
    if (everyLine && wordsOf(prefix.speaker) <= 4 && !/^\p{Ll}/u.test(prefix.speaker)) return true;
    return others && couldBe(prefix);
  };
  return {
    split(line) {
      const prefix = prefixOf(line);
      return prefix && isName(prefix) ? prefix : null;
    },
  };
}

/** A short name with capitals before what begins a sentence. */
function couldBe({ speaker, text }: SpeakerText): boolean {
  return wordsOf(speaker) <= 3 && isWrittenAsName(speaker) && !/^\p{Ll}/u.test(text);
}

function prefixOf(line: string): SpeakerText | null {
  const plain = line.slice(0, LOOKED_AT_CHARACTERS).replace(LEADING_MARKS, '');
  const [, bracketed, rest] = IN_BRACKETS.exec(plain) ?? [];
  if (bracketed !== undefined && rest !== undefined) {
    if (!ROLE_LABEL.test(bracketed)) return null;
    return { speaker: bracketed, text: restOf(line, plain, rest) };
  }
  const [, name, text] = BEFORE_COLON.exec(plain.replace(/^\[(?=[^\]]{1,60}\]:)/u, '')) ?? [];
  if (name === undefined || text === undefined || name.length > MAX_NAME_CHARACTERS) return null;
  const isTime = /\d$/u.test(name) && /^\d/u.test(text) && !/\s/u.test(plain.charAt(name.length + 1));
  if (isTime || !isLabel(name)) return null;
  return { speaker: name.trim(), text: restOf(line, plain, text) };
}

/** Only the beginning of the line was looked at: the rest of it belongs to the text. */
function restOf(line: string, plain: string, text: string): string {
  const tail = line.slice(Math.min(line.length, LOOKED_AT_CHARACTERS));
  return (text + tail).replace(/^(?:\*\*|__)\s{0,9}/u, '').trim();
}

/** A name has a letter, or is a number to call. */
function isLabel(name: string): boolean {
  return /\p{L}/u.test(name) || /^\+?[\d ()./-]{6,20}$/u.test(name);
}

function wordsOf(name: string): number {
  return name.trim().split(/\s+/u).length;
}

/** Every word with a capital, a digit or of a script without capitals. */
function isWrittenAsName(name: string): boolean {
  return name
    .split(/[\s(]+/u)
    .every((word) => !/^\p{Ll}/u.test(word) || /^(?:de|der|van|von|la|le|da|di|al|bin)$/u.test(word));
}

interface Line {
  readonly speaker: string;
  readonly text: string;
  readonly time: number | null;
}

/**
 * Lines of `Speaker: text`, with or without times before or after the name, and blocks under a line of name and time. A line that
 * names nobody goes on with the one before; what stands above the first speaker and what a service writes below is left out.
 */
export const speakerLines: TextFormat = {
  name: 'speaker lines',
  marks(text) {
    const { turns, total, above } = readLines(text);
    const isShort = turns.length === 1 && ROLE_LABEL.test(turns[0]?.speaker ?? '');
    return [
      { mark: 'a line that begins with a speaker, such as "Agent: …"', found: turns.length > 1 || isShort },
      {
        mark: 'a speaker within the first lines',
        found: turns.length > 0 && above <= Math.max(12, total / 4),
      },
    ];
  },
  read(text): TranscriptDraft {
    const { turns, leftOut, wallClock } = readLines(text);
    const utterances = turns.map(({ first, texts }): DraftUtterance => ({
      speaker: first.speaker,
      startMs: first.time,
      endMs: null,
      text: texts.join(' ').trim(),
    }));
    const repairs = leftOut > 0 ? [{ what: 'lines_left_out' as const, count: leftOut }] : [];
    return { language: null, utterances, wallClock, repairs };
  },
};

interface Turn {
  readonly speaker: string;
  readonly first: Line;
  readonly texts: string[];
}

interface ReadLines {
  readonly turns: readonly Turn[];
  readonly total: number;
  /** Lines above the first speaker. */
  readonly above: number;
  readonly leftOut: number;
  readonly wallClock: boolean;
}

function readLines(text: string): ReadLines {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const parts = lines.map(splitTime);
  const headers = parts.filter(({ header }) => header !== null).length;
  const names = findNames(parts.map(({ rest, header }) => (header === null ? rest : `${header}:${rest}`)));
  const turns: Turn[] = [];
  let [above, leftOut, pending]: [number, number, number | null] = [0, 0, null];
  const clock = new WallClock();
  parts.forEach(({ time, half, rest, header }, at) => {
    const startMs = time === null ? null : clock.read(time, half);
    const named =
      header !== null && headers > 1
        ? { speaker: header, text: rest }
        : names.split(header === null ? rest : `${header}:${rest}`);
    if (named) {
      const first = { ...named, time: startMs ?? pending };
      turns.push({ speaker: named.speaker, first, texts: [named.text] });
      pending = null;
    } else if (rest === '') pending = startMs;
    else if (at >= lines.length - TRAILER_LINES && TRAILER.test(lines[at] ?? '')) leftOut += 1;
    else if (turns.length === 0) [above, leftOut] = [above + 1, leftOut + 1];
    else turns.at(-1)?.texts.push(lines[at] ?? '');
  });
  return { turns, total: lines.length, above, leftOut, wallClock: clock.isOfDay };
}

interface TimedLine {
  readonly time: string | null;
  /** `AM` or `PM`, in any spelling. */
  readonly half: string;
  /** Who the line names beside the time; `null`: look in `rest`. */
  readonly header: string | null;
  readonly rest: string;
}

/** The time at the beginning or end of a line, or in brackets after the name, and what is left. */
function splitTime(line: string): TimedLine {
  const start = line.slice(0, LOOKED_AT_CHARACTERS).replace(/^(?:\d{1,5}[.)]\s+|[-•*#]+\s*)/u, '');
  const tail = line.slice(LOOKED_AT_CHARACTERS);
  const [, first, half = '', rest] = TIME_FIRST.exec(start) ?? [];
  if (first !== undefined && rest !== undefined)
    return { time: first, half, header: null, rest: rest + tail };
  const [, name, inner, innerHalf = '', text] = TIME_IN_BRACKETS.exec(start) ?? [];
  if (name !== undefined && inner !== undefined && text !== undefined)
    return { time: inner, half: innerHalf, header: name.trim(), rest: text + tail };
  const [, label, last, lastHalf = ''] = (line.length < LOOKED_AT_CHARACTERS && TIME_LAST.exec(start)) || [];
  const header = label?.replace(/^\[(.*)\]$/u, '$1').trim() ?? '';
  if (last !== undefined && wordsOf(header) <= 5 && isLabel(header) && isWrittenAsName(header))
    return { time: last, half: lastHalf, header, rest: '' };
  return { time: null, half: '', header: null, rest: line };
}

/** Reads times of a call or of the day: those that begin after an hour, or say AM or PM, are of the day. */
class WallClock {
  #first: number | null = null;
  #before = 0;
  #days = 0;
  #hasHalf = false;

  read(time: string, half: string): number | null {
    const ofDay = /[ap]/iu.exec(half)?.[0]?.toLowerCase();
    const parsed =
      ofDay === undefined ? clockOf(time) : clockOf(time.split(':').length < 3 ? `${time}:00` : time);
    if (parsed === null) return null;
    const hours = ofDay === undefined ? 0 : ofDay === 'p' ? 12 : 0;
    const startMs = ofDay === undefined ? parsed : (parsed % (12 * HOUR_MS)) + hours * HOUR_MS;
    if (ofDay !== undefined) this.#hasHalf = true;
    if (this.#before - startMs > 12 * HOUR_MS) this.#days += 1;
    this.#before = startMs;
    this.#first ??= startMs;
    return startMs + this.#days * 24 * HOUR_MS;
  }

  get isOfDay(): boolean {
    return this.#hasHalf || (this.#first ?? 0) >= HOUR_MS;
  }
}
