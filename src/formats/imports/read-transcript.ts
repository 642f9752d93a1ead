import { z } from 'zod';
import { Fault } from '../../domain/errors.ts';
import { requireModest } from '../../domain/json.ts';
import { SubmittedMark, type Transcript, TranscriptInput } from '../../domain/transcript.ts';
import { TranscriptWire } from '../exports/transcript-files.ts';
import { assemblyAi } from './assemblyai.ts';
import { awsTranscribe } from './aws-transcribe.ts';
import { deepgram } from './deepgram.ts';
import { speakerLines } from './speaker-lines.ts';
import { subRip, webVtt } from './subtitles.ts';
import { fromDraft, jsonFormat, milliseconds, toWord, type TranscriptFormat } from './transcript-format.ts';
import { whisper } from './whisper.ts';

/** What `POST /v1/analyses` takes in `transcript`. */
const submitted = jsonFormat({
  name: 'JSON of this API',
  mark: SubmittedMark,
  schema: TranscriptInput,
  read: ({ language, utterances }) => ({
    language: language ?? null,
    utterances: utterances.map(({ start, end, channel, ...utterance }) => ({
      ...utterance,
      channel: channel ?? null,
      startMs: milliseconds(start),
      endMs: milliseconds(end),
    })),
  }),
});

/** What `GET /v1/analyses/{id}/transcript` answers. */
const exported = jsonFormat({
  name: 'exported JSON of this API',
  mark: z.looseObject({ object: z.literal('transcript'), utterances: z.array(z.unknown()) }),
  schema: TranscriptWire,
  read: ({ language, word_times: wordTimes, utterances }) => ({
    language,
    wordTimes,
    utterances: utterances.map(({ start, end, words, ...utterance }) => ({
      ...utterance,
      startMs: milliseconds(start),
      endMs: milliseconds(end),
      words: words.map((word) => toWord(word.text, word.start, word.end, word.confidence)),
    })),
  }),
});

/** The first that recognises a transcript reads it. */
const JSON_FORMATS = [exported, submitted, deepgram, awsTranscribe, assemblyAi, whisper];
const TEXT_FORMATS = [webVtt, subRip, speakerLines];

/**
 * Reads a transcript in any known form, recognised by its content: parsed JSON, or text. `language` (BCP 47) wins over what the
 * transcript says. Throws `transcript_unrecognised`, and `invalid_transcript` where it is in a known form but not valid.
 */
export function readTranscript(content: unknown, language: string | undefined): Transcript {
  const value = typeof content === 'string' ? parseText(content) : content;
  const draft = typeof value === 'string' ? readAs(TEXT_FORMATS, value) : readAs(JSON_FORMATS, value);
  return fromDraft(draft, language);
}

function readAs<Value>(formats: readonly TranscriptFormat<Value>[], value: Value) {
  const format = formats.find((one) => one.recognises(value));
  if (!format) throw new Fault('transcript_unrecognised');
  return format.read(value);
}

/** Text that is JSON is taken for it; other text gets the line ends that the text formats are written for. */
function parseText(content: string): unknown {
  const text = content.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  if (!/^\s*[[{]\s*["{\]}[]/.test(text)) return text.trim();
  requireModest(text, 'transcript');
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text.trim();
  }
}
