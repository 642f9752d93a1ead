import { z } from 'zod';
import { Fault, fieldName } from '../../domain/errors.ts';
import { requireModest } from '../../domain/json.ts';
import { SubmittedMark, type Transcript, TranscriptInput } from '../../domain/transcript.ts';
import { TranscriptWire } from '../exports/transcript-files.ts';
import { awsTranscribe, azureBatch, azureFast, googleSpeech } from './cloud-speech.ts';
import { callAnalytics, contactLensLive, fireflies, genesys, gong, twilio } from './conversation-services.ts';
import { Fields } from './fields.ts';
import { speakerLines } from './speaker-lines.ts';
import * as speech from './speech-services.ts';
import { subRip, subViewer, ttml, webVtt } from './subtitles.ts';
import { jsonLines, table, turnList } from './tables.ts';
import { fromDraft, type TranscriptDraft, type TranscriptFormat } from './transcript-format.ts';
import { bland, chatMessages, elevenLabsAgent, retell, vapi } from './voice-agents.ts';
import { huggingFace, whisper, whisperCpp, whisperWords } from './whisper.ts';

/** Forms of other services, those that are told by more marks first: the first that fits reads a transcript, a list of turns last. */
const JSON_FORMATS = [
  speech.deepgram,
  awsTranscribe,
  speech.elevenLabsScribe,
  speech.speechmatics,
  speech.revAi,
  speech.gladia,
  speech.assemblyAi,
  speech.soniox,
  googleSpeech,
  azureBatch,
  azureFast,
  callAnalytics,
  contactLensLive,
  twilio,
  gong,
  fireflies,
  genesys,
  retell,
  vapi,
  elevenLabsAgent,
  bland,
  chatMessages,
  whisperCpp,
  whisper,
  whisperWords,
  huggingFace,
].toSorted((a, b) => b.markCount - a.markCount);
const TEXT_FORMATS: readonly TranscriptFormat<string>[] = [
  webVtt,
  subRip,
  subViewer,
  ttml,
  jsonLines,
  table,
  speakerLines,
];

/**
 * Reads a transcript in any known form, recognised by its content: parsed JSON, or text. `language` (BCP 47) wins over what the
 * transcript says. Throws `transcript_unrecognised`, naming the nearest form and what it lacks, and `invalid_transcript` where
 * it is in a known form but cannot be read.
 */
export function readTranscript(content: unknown, language: string | undefined): Transcript {
  const value = typeof content === 'string' ? parseText(content) : content;
  return fromDraft(typeof value === 'string' ? readText(value) : readJson(value), language);
}

/** What `POST /v1/analyses` takes in `transcript`: checked to the letter, as it is documented. */
function readSubmitted(value: unknown): TranscriptDraft {
  const { language, utterances } = requireValid('JSON of this API', TranscriptInput, value);
  return {
    language: language ?? null,
    utterances: utterances.map(({ start, end, channel, words = [], ...utterance }) => ({
      ...utterance,
      channel: channel ?? null,
      startMs: milliseconds(start),
      endMs: milliseconds(end),
      words: words.map((one) => ({ ...one, startMs: milliseconds(one.start), endMs: milliseconds(one.end) })),
    })),
  };
}

const ExportedMark = z.looseObject({ object: z.literal('transcript'), utterances: z.array(z.unknown()) });

/** What `GET /v1/analyses/{id}/transcript` answers. */
function readExported(value: unknown): TranscriptDraft {
  const wire = requireValid('exported JSON of this API', TranscriptWire, value);
  return {
    language: wire.language,
    wordTimes: wire.word_times,
    utterances: wire.utterances.map(({ start, end, words, ...utterance }) => ({
      ...utterance,
      startMs: milliseconds(start),
      endMs: milliseconds(end),
      words: words.map(({ text, confidence, ...word }) => ({
        text,
        confidence,
        startMs: milliseconds(word.start),
        endMs: milliseconds(word.end),
      })),
    })),
  };
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

function requireValid<Schema extends z.ZodType>(
  format: string,
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = fieldName(issue?.path ?? []);
  const message = `The transcript is not valid ${format}. Field "${field}": ${issue?.message ?? ''}.`;
  throw new Fault('invalid_transcript', message, { format, field });
}

function readText(text: string): TranscriptDraft {
  return recognise(TEXT_FORMATS, [text]);
}

/** Names under which services put a transcript, or a whole answer, into another object. */
const WRAPPERS = [
  'call',
  'data',
  'message',
  'artifact',
  'response',
  'result',
  'transcription',
  'transcript',
  'payload',
  'body',
  'conversation',
];
/** Names under which lists of turns stand. */
const LISTS = [
  'turns',
  'messages',
  'segments',
  'transcript',
  'utterances',
  'entries',
  'conversation',
  'dialog',
  'lines',
  'items',
];

function readJson(value: unknown): TranscriptDraft {
  if (ExportedMark.safeParse(value).success) return readExported(value);
  if (SubmittedMark.safeParse(value).success) return readSubmitted(value);
  const root = new Fields(value);
  if (root.has('vcon')) return readVcon(root);
  const found = candidates(value);
  const text = ['transcript', 'concatenated_transcript', 'text'].map((name) =>
    found.map((one) => one.text(name)).find(Boolean),
  );
  try {
    return recognise([...JSON_FORMATS, turnList], found);
  } catch (error) {
    const lines = text.find((one) => one !== undefined && isMarked(speakerLines, one));
    if (lines !== undefined) return readText(lines);
    throw error;
  }
}

/** The value itself and what is wrapped in it, two deep; a list of turns is offered under the name `turns` too. */
function candidates(value: unknown): Fields[] {
  const first = new Fields(value);
  const second = WRAPPERS.map((name) => first.at(name)).filter(isHolder);
  const third = second.flatMap((one) => WRAPPERS.map((name) => new Fields(one).at(name)).filter(isHolder));
  return [value, ...second, ...third].flatMap((one) => [new Fields(one), ...turnsIn(one)]);
}

function turnsIn(value: unknown): Fields[] {
  if (Array.isArray(value)) return [new Fields({ turns: value, messages: value })];
  const fields = new Fields(value);
  return LISTS.map((name) => fields.at(name))
    .filter((one) => Array.isArray(one))
    .map((turns) => new Fields({ turns }));
}

function isHolder(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isMarked<Value>(format: TranscriptFormat<Value>, value: Value): boolean {
  return format.marks(value).every(({ found }) => found);
}

/** Read by the first form of which all marks are found. Throws `transcript_unrecognised`. */
function recognise<Value>(
  formats: readonly TranscriptFormat<Value>[],
  values: readonly Value[],
): TranscriptDraft {
  const tried = formats.flatMap((format) =>
    values.map((value) => ({ format, value, marks: format.marks(value) })),
  );
  const best = tried.find(({ marks }) => marks.every(({ found }) => found));
  if (best) return best.format.read(best.value);
  throw unrecognised(tried);
}

/** How much of what a form must have is there; what it must not have says nothing. */
function share(marks: readonly { readonly mark: string; readonly found: boolean }[]): number {
  const wanted = marks.filter(({ mark }) => !mark.startsWith('!'));
  return wanted.filter(({ found }) => found).length / wanted.length;
}

function unrecognised(
  tried: readonly { format: { name: string }; marks: readonly { mark: string; found: boolean }[] }[],
): Fault {
  const [nearest] = tried.toSorted((a, b) => share(b.marks) - share(a.marks));
  const missing = nearest?.marks.find(({ found }) => !found)?.mark;
  if (!nearest || missing === undefined || share(nearest.marks) === 0)
    return new Fault('transcript_unrecognised');
  const message = `The transcript is in no known form. The nearest is ${nearest.format.name}, which has ${missing}.`;
  return new Fault('transcript_unrecognised', message, { nearest: nearest.format.name, missing });
}

/** A vCon: a transcript among its analyses, else the texts of its dialog. Source: draft-ietf-vcon-vcon-core. */
function readVcon(vcon: Fields): TranscriptDraft {
  const analysis = vcon.list('analysis').find((one) => one.label('type') === 'transcript');
  if (analysis) {
    const body = analysis.at('body');
    const value = typeof body === 'string' ? parseText(body) : body;
    return typeof value === 'string' ? readText(value) : readJson(value);
  }
  const parties = vcon.list('parties').map((one) => one.label('name', 'tel', 'mailto'));
  const texts = vcon.list('dialog').filter((one) => one.label('type') === 'text');
  if (texts.length === 0) {
    const message =
      'The vCon has no transcript: neither an analysis of type "transcript" nor a dialog of type "text".';
    throw new Fault('invalid_transcript', message, { format: 'vCon', field: 'analysis' });
  }
  const utterances = texts.map((one) => {
    const party = one.number('parties', 'parties.0', 'originator');
    const label = party === null ? null : (parties[party] ?? `party_${party}`);
    return { speaker: label, startMs: one.seconds('start'), endMs: null, text: one.text('body') };
  });
  return { language: null, utterances };
}

/** Text that is JSON is taken for it; other text gets the line ends that the text formats are written for. */
function parseText(content: string): unknown {
  const text = content.replace(/^\uFEFF/u, '').replaceAll(/\r\n?|\u2028|\u2029/gu, '\n');
  if (!/^\s*[[{]\s*["{\]}[]/u.test(text)) return text.trim();
  requireModest(text, 'transcript');
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text.trim();
  }
}
