import { z } from 'zod';
import { Fault, fieldName } from '../../domain/errors.ts';
import { transcriptLanguage } from '../../domain/language.ts';
import type { Role, Transcript, Utterance, Word } from '../../domain/transcript.ts';

const LONGEST_CALL_SECONDS = 24 * 60 * 60;
export const MAX_UTTERANCES = 20_000;
export const MAX_WORDS = 500_000;

/** Seconds from the start of the call. */
export const Seconds = z.number().min(0).max(LONGEST_CALL_SECONDS);
export const Confidence = z.number().min(0).max(1);
const MAX_TEXT_CHARACTERS = 20_000;
const MAX_LABEL_CHARACTERS = 256;
export const Text = z.string().max(MAX_TEXT_CHARACTERS);
export const Label = z.string().min(1).max(MAX_LABEL_CHARACTERS);

/** One stretch of speech as a foreign transcript has it. Times are integer milliseconds. */
export interface DraftUtterance {
  readonly speaker: string;
  readonly role?: Role;
  readonly channel?: number | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  readonly confidence?: number | null | undefined;
  readonly words?: readonly Word[];
}

interface TranscriptDraft {
  /** BCP 47 tag or name; `null` where the transcript does not say. */
  readonly language: string | null;
  readonly utterances: readonly DraftUtterance[];
  readonly wordTimes?: Transcript['wordTimes'];
}

/**
 * The canonical transcript: ordered by time, without empty utterances. Roles that are not given are decided later.
 * Throws `invalid_transcript` for an utterance that is too long.
 */
export function fromDraft(draft: TranscriptDraft, language: string | undefined): Transcript {
  draft.utterances.forEach(requireBounded);
  const utterances = draft.utterances
    .filter(({ text }) => text.trim() !== '')
    .toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
    .map(toUtterance);
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
  };
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
  if (speaker.length > MAX_LABEL_CHARACTERS) throw fault('speaker', MAX_LABEL_CHARACTERS);
}

function toUtterance(draft: DraftUtterance, index: number): Utterance {
  return {
    index,
    speaker: draft.speaker,
    role: draft.role ?? 'unknown',
    channel: draft.channel ?? null,
    startMs: draft.startMs,
    endMs: Math.max(draft.startMs, draft.endMs),
    text: draft.text.trim(),
    confidence: draft.confidence ?? null,
    words: [...(draft.words ?? [])],
  };
}

/** Seconds as whole milliseconds. */
export function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

/** A word with its times in order, from seconds. */
export function toWord(text: string, start: number, end: number, confidence: number | null = null): Word {
  const startMs = milliseconds(start);
  return { text, startMs, endMs: Math.max(startMs, milliseconds(end)), confidence };
}

/** A form that transcripts come in, known by its content alone. */
export interface TranscriptFormat<Value> {
  readonly name: string;
  recognises(value: Value): boolean;
  /** Throws `invalid_transcript`, naming the first part that is not valid. */
  read(value: Value): TranscriptDraft;
}

/** A form whose content is JSON: `mark` tells it from others, `schema` says what it must be. */
export function jsonFormat<Schema extends z.ZodType>(form: {
  readonly name: string;
  readonly mark: z.ZodType;
  readonly schema: Schema;
  readonly read: (value: z.output<Schema>) => TranscriptDraft;
}): TranscriptFormat<unknown> {
  const { name, mark, schema } = form;
  return {
    name,
    recognises: (value) => mark.safeParse(value).success,
    read(value) {
      const parsed = schema.safeParse(value);
      if (!parsed.success) throw toFault(name, parsed.error);
      return form.read(parsed.data);
    },
  };
}

function toFault(format: string, { issues }: z.core.$ZodError): Fault {
  const field = fieldName(issues[0]?.path ?? []);
  const where = field === '' ? '' : ` Field "${field}":`;
  const message = `The transcript is not valid ${format}.${where} ${issues[0]?.message ?? ''}.`;
  return new Fault('invalid_transcript', message, { format, field });
}
