import { Fault } from '../../domain/errors.ts';
import { transcriptLanguage } from '../../domain/language.ts';
import type { Repair, Role, Transcript, Utterance, Word } from '../../domain/transcript.ts';
import type { Fields } from './fields.ts';

export const MAX_UTTERANCES = 20_000;
export const MAX_WORDS = 500_000;
const MAX_TEXT_CHARACTERS = 20_000;
const MAX_LABEL_CHARACTERS = 256;
const LONGEST_CALL_MS = 24 * 60 * 60 * 1000;

/** How long a word takes and how long speakers wait, where nothing says so: 150 words a minute. */
const WORD_MS = 400;
const TURN_GAP_MS = 300;

/** The speaker of everything, where nobody is named. */
export const ONLY_SPEAKER = 'speaker_0';
/** Who said what has no speaker, where others have one. */
const UNNAMED_SPEAKER = 'unknown';

/** A word as a foreign transcript has it. Integer milliseconds; `null`: not given. */
export interface DraftWord {
  readonly text: string;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly confidence?: number | null | undefined;
  /** Given where speakers are diarized word by word. */
  readonly speaker?: string | null;
}

/** One stretch of speech as a foreign transcript has it. Integer milliseconds, of the call or since 1970; `null`: not given. */
export interface DraftUtterance {
  readonly speaker: string | null;
  readonly role?: Role;
  readonly channel?: number | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly text: string;
  readonly confidence?: number | null | undefined;
  readonly words?: readonly DraftWord[];
}

export interface TranscriptDraft {
  /** BCP 47 tag or name; `null` where the transcript does not say. */
  readonly language: string | null;
  readonly utterances: readonly DraftUtterance[];
  readonly wordTimes?: Transcript['wordTimes'];
  /** Whether times are of a clock on the wall: the call begins with the first. */
  readonly wallClock?: boolean;
  /** What the reader had to leave out or guess. */
  readonly repairs?: readonly Repair[];
}

/** A form that transcripts come in, known by its content alone. */
export interface TranscriptFormat<Value> {
  readonly name: string;
  /** What must be there, each as words that an error can say, and whether it is. */
  marks(value: Value): readonly { readonly mark: string; readonly found: boolean }[];
  /** Throws `invalid_transcript`, naming the first part that cannot be taken. */
  read(value: Value): TranscriptDraft;
}

/** A form whose content is text with line feeds. */
export type TextFormat = TranscriptFormat<string>;

/** How many items of a list are looked at to recognise a form: enough to see past odd first ones. */
const LOOKED_AT = 20;

/**
 * A form whose content is JSON. `marks` are paths that must lead to a value: `results[].speaker` holds if any of the first
 * items has one, `results[].start|from` if it has either, `a[].b or c[].d` if one of both holds, `!a` if it does not.
 */
export function jsonFormat(form: {
  readonly name: string;
  readonly marks: readonly string[];
  readonly read: (value: Fields) => TranscriptDraft;
}): TranscriptFormat<Fields> & { readonly markCount: number } {
  return {
    name: form.name,
    markCount: form.marks.filter((mark) => !mark.startsWith('!')).length,
    marks: (value) => form.marks.map((mark) => ({ mark, found: isMarked(value, mark) })),
    read: form.read,
  };
}

function isMarked(value: Fields, mark: string): boolean {
  if (mark.startsWith('!')) return !isMarked(value, mark.slice(1));
  if (mark.includes(' or ')) return mark.split(' or ').some((one) => isMarked(value, one));
  const list = mark.indexOf('[]');
  if (list >= 0) {
    const rest = mark.slice(list + 2).replace(/^\./u, '');
    const items = value.list(mark.slice(0, list));
    return items.length > 0 && items.slice(0, LOOKED_AT).some((item) => rest === '' || isMarked(item, rest));
  }
  return mark.split('|').some((key) => value.has(key));
}

/**
 * The canonical transcript: ordered by time, without empty utterances. What is missing or cannot be is repaired, and counted in
 * `repairs`; roles that are not given are decided later. `language` wins over what the draft says. Throws `invalid_transcript`
 * where nothing was spoken, or more than a call can have.
 */
export function fromDraft(draft: TranscriptDraft, language: string | undefined): Transcript {
  const repairs = new Repairs(draft.repairs);
  const parts = spokenParts(draft, repairs);
  parts.forEach(requireBounded);
  const timed = putInTime(parts, draft.wallClock ?? false, repairs);
  const utterances = timed
    .toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
    .map((utterance, index) => ({ ...utterance, index }));
  const hasWords = utterances.some(({ words }) => words.length > 0);
  return {
    language: transcriptLanguage(
      language ?? draft.language,
      utterances.map(({ text }) => text),
    ),
    durationMs: utterances.reduce((latest, { endMs }) => Math.max(latest, endMs), 0),
    engine: 'submitted',
    wordTimes: hasWords ? (draft.wordTimes ?? 'measured') : 'none',
    utterances,
    ...(repairs.parts.length > 0 && { repairs: repairs.parts }),
  };
}

/** Counts of what was repaired, by what it was. */
class Repairs {
  readonly #counts = new Map<Repair['what'], number>();

  constructor(before: readonly Repair[] = []) {
    for (const { what, count } of before) this.add(what, count);
  }

  add(what: Repair['what'], count = 1): void {
    if (count > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + count);
  }

  get parts(): Repair[] {
    return [...this.#counts].map(([what, count]) => ({ what, count }));
  }
}

/** What was spoken: texts made whole, parts of several speakers divided, speakers named. */
function spokenParts(draft: TranscriptDraft, repairs: Repairs): DraftUtterance[] {
  if (draft.utterances.length > MAX_UTTERANCES) throw tooMany('utterances', MAX_UTTERANCES);
  if (draft.utterances.reduce((sum, { words }) => sum + (words?.length ?? 0), 0) > MAX_WORDS)
    throw tooMany('words', MAX_WORDS);
  const parts = draft.utterances
    .map((utterance) => cleaned(utterance, repairs))
    .filter(({ text }) => text !== '')
    .flatMap((utterance) => bySpeaker(utterance, repairs));
  if (parts.length === 0 && draft.utterances.length > 0) {
    const message = 'The transcript has no text: nothing in it could be read as speech.';
    throw new Fault('invalid_transcript', message, { field: 'utterances' });
  }
  const nobody = parts.every(({ speaker }) => speaker === null);
  if (!nobody) repairs.add('speaker_missing', parts.filter(({ speaker }) => speaker === null).length);
  return parts.map((part) => ({
    ...part,
    speaker: part.speaker ?? (nobody ? ONLY_SPEAKER : UNNAMED_SPEAKER),
  }));
}

/** Halves of characters, and what an earlier conversion lost, are no text. */
function whole(text: string, repairs: Repairs): string {
  const kept = text.replaceAll(/[\p{Surrogate}\uFFFD]/gu, '');
  repairs.add('characters_lost', text.length - kept.length);
  return kept.trim();
}

function cleaned(utterance: DraftUtterance, repairs: Repairs): DraftUtterance {
  const text = whole(utterance.text, repairs);
  const words = (utterance.words ?? []).flatMap((word) => {
    const kept = whole(word.text, repairs);
    return kept === '' ? [] : [{ ...word, text: kept, confidence: share(word.confidence, repairs) }];
  });
  const confidence = share(utterance.confidence, repairs);
  return {
    ...utterance,
    text: text || words.map((word) => word.text).join(' '),
    startMs: utterance.startMs ?? words[0]?.startMs ?? null,
    endMs: utterance.endMs ?? words.at(-1)?.endMs ?? null,
    words,
    confidence,
  };
}

/** A confidence from 0 to 1; percentages are taken for what they are, other numbers for none. */
function share(confidence: number | null | undefined, repairs: Repairs): number | null {
  if (confidence === null || confidence === undefined) return null;
  if (confidence >= 0 && confidence <= 1) return confidence;
  repairs.add('confidence_invalid');
  return confidence > 1 && confidence <= 100 ? confidence / 100 : null;
}

/** Where the words of one part have several speakers, one part for each stretch. */
function bySpeaker(utterance: DraftUtterance, repairs: Repairs): DraftUtterance[] {
  const words = utterance.words ?? [];
  const speakers = new Set(words.flatMap(({ speaker }) => (speaker ? [speaker] : [])));
  if (speakers.size < 2) {
    const [only] = speakers;
    return [{ ...utterance, speaker: utterance.speaker ?? only ?? null }];
  }
  repairs.add('speakers_divided');
  const stretches: { speaker: string | null; words: DraftWord[] }[] = [];
  for (const word of words) {
    const last = stretches.at(-1);
    const speaker = word.speaker ?? last?.speaker ?? utterance.speaker;
    if (last && last.speaker === speaker) last.words.push(word);
    else stretches.push({ speaker, words: [word] });
  }
  return stretches.map(({ speaker, words: some }) => ({
    ...utterance,
    speaker,
    startMs: some[0]?.startMs ?? null,
    endMs: some.at(-1)?.endMs ?? null,
    text: some.map(({ text }) => text).join(' '),
    words: some,
  }));
}

/** Text formats have no fields whose lengths could be checked where they are read. */
function requireBounded({ speaker, text }: DraftUtterance, at: number): void {
  const fault = (part: string, most: number) =>
    new Fault(
      'invalid_transcript',
      `The ${part} of utterance ${at + 1} has more than ${most} characters. Divide it into several utterances.`,
      { field: `utterances.${at}`, max_characters: most },
    );
  if (text.length > MAX_TEXT_CHARACTERS) throw fault('text', MAX_TEXT_CHARACTERS);
  if ((speaker ?? '').length > MAX_LABEL_CHARACTERS) throw fault('speaker', MAX_LABEL_CHARACTERS);
}

function tooMany(what: string, most: number): Fault {
  const message = `A transcript may have at most ${most} ${what}. Divide the call, or leave the words out.`;
  return new Fault('invalid_transcript', message, { field: what, max: most });
}

/** Every part with times in order. Those without one follow the part before at the usual speed of speech. */
function putInTime(parts: readonly DraftUtterance[], wallClock: boolean, repairs: Repairs): Utterance[] {
  const zero = startOfCall(parts, wallClock, repairs);
  const starts = parts.map(({ startMs }) => (startMs === null ? null : startMs - zero));
  const nextStart = nextOf(starts);
  if (starts.some((start) => start === null))
    repairs.add('time_missing', starts.filter((one) => one === null).length);
  let clockMs = 0;
  return parts.map((part, at) => {
    const given = starts[at] ?? null;
    if (given !== null && given < 0) repairs.add('time_negative');
    const startMs = Math.max(0, given ?? clockMs);
    const endMs = endOf(part, { startMs, zero, next: nextStart[at] ?? null }, repairs);
    clockMs = endMs + TURN_GAP_MS;
    return toUtterance(part, { startMs, endMs, zero });
  });
}

/** What the times count from: the first one, where they are of a clock or a date. */
function startOfCall(parts: readonly DraftUtterance[], wallClock: boolean, repairs: Repairs): number {
  const first = parts.reduce(
    (least, { startMs }) => Math.min(least, startMs ?? least),
    Number.POSITIVE_INFINITY,
  );
  if (!Number.isFinite(first) || (!wallClock && first < LONGEST_CALL_MS)) return 0;
  if (wallClock && first > 0) repairs.add('time_of_day');
  return first;
}

/** For each part the next time that is given after it. */
function nextOf(starts: readonly (number | null)[]): (number | null)[] {
  const next: (number | null)[] = [];
  let following: number | null = null;
  for (let at = starts.length - 1; at >= 0; at -= 1) {
    next[at] = following;
    following = starts[at] ?? following;
  }
  return next;
}

interface Place {
  readonly startMs: number;
  readonly zero: number;
  readonly next: number | null;
}

/** The end that is given, if it can be; else as long as the words take, up to the next part. */
function endOf({ endMs, text }: DraftUtterance, { startMs, zero, next }: Place, repairs: Repairs): number {
  const given = endMs === null ? null : endMs - zero;
  if (given !== null && given >= startMs) return requireInCall(given);
  if (given !== null) repairs.add('end_before_start');
  const spoken = startMs + text.split(/\s+/u).length * WORD_MS;
  return requireInCall(next !== null && next > startMs ? Math.min(next, spoken) : spoken);
}

function requireInCall(endMs: number): number {
  if (endMs <= LONGEST_CALL_MS) return endMs;
  const message = `The transcript goes on for ${Math.round(endMs / 3_600_000)} hours; a call has at most 24. Are its times seconds?`;
  throw new Fault('invalid_transcript', message, { field: 'utterances', max_hours: 24 });
}

function toUtterance(
  draft: DraftUtterance,
  times: { startMs: number; endMs: number; zero: number },
): Utterance {
  const { startMs, endMs, zero } = times;
  let before = startMs;
  const words = (draft.words ?? []).map((word): Word => {
    const start = Math.max(startMs, word.startMs === null ? before : word.startMs - zero);
    before = Math.max(start, word.endMs === null ? start : word.endMs - zero);
    return { text: word.text, startMs: start, endMs: before, confidence: word.confidence ?? null };
  });
  return {
    index: 0,
    speaker: draft.speaker ?? ONLY_SPEAKER,
    role: draft.role ?? 'unknown',
    channel: draft.channel ?? null,
    startMs,
    endMs,
    text: draft.text,
    confidence: draft.confidence ?? null,
    words,
  };
}
