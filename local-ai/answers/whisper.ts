import { z } from 'zod';
import type { RecognisedUtterance } from '../engine/cut-utterances.ts';
import type { Transcription } from '../engine/transcribe.ts';
import { Failure } from '../failure.ts';
import { speechLanguage } from '../language.ts';
import { rounded, secondsAt, textOf } from './answered-words.ts';

const Body = z.object({ audio: z.string(), language: z.string().optional() });

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** What a caller of the whisper model asks for. */
export interface WhisperInput {
  audio: Uint8Array<ArrayBuffer>;
  language: string;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Failure('malformed', 'The body is not JSON.');
  }
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const packed = text.replaceAll(/\s+/g, '');
  if (packed.length % 4 !== 0 || !BASE64.test(packed))
    throw new Failure('badBase64', 'The field "audio" is not base64.');
  return new Uint8Array(Buffer.from(packed, 'base64'));
}

/** Reads the JSON body. Settings of the original that steer its own decoding are accepted and have no effect. */
export function readWhisperInput(body: Uint8Array): WhisperInput {
  const parsed = Body.safeParse(parseJson(body));
  if (!parsed.success)
    throw new Failure('malformed', `The body is malformed: ${z.prettifyError(parsed.error)}`);
  return { language: speechLanguage(parsed.data.language), audio: decodeBase64(parsed.data.audio) };
}

function segmentOf(utterance: RecognisedUtterance) {
  return {
    start: secondsAt(utterance.from),
    end: secondsAt(utterance.to),
    text: textOf(utterance, true),
    words: utterance.words.map(({ text, from, to }) => ({
      word: text,
      start: secondsAt(from),
      end: secondsAt(to),
    })),
  };
}

/** A transcription in the shape of the whisper model's answer; times in seconds. */
export function whisperAnswer(transcription: Transcription, language: string) {
  const segments = transcription.utterances.map(segmentOf);
  const speech = segments.reduce((sum, { start, end }) => sum + end - start, 0);
  return {
    transcription_info: {
      language,
      duration: rounded(transcription.durationSeconds),
      duration_after_vad: rounded(speech),
    },
    text: segments.map(({ text }) => text).join(' '),
    word_count: segments.reduce((sum, { words }) => sum + words.length, 0),
    segments,
    vtt: webVtt(segments),
  };
}

/** One caption; times in seconds. */
export interface Cue {
  start: number;
  end: number;
  text: string;
}

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** `75.5` → `00:01:15.500` */
function timestamp(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const clock = [milliseconds / 3_600_000, (milliseconds / 60_000) % 60, (milliseconds / 1000) % 60]
    .map(two)
    .join(':');
  return `${clock}.${String(milliseconds % 1000).padStart(3, '0')}`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Cues as a WebVTT file (W3C WebVTT §4). */
export const webVtt = (cues: readonly Cue[]): string =>
  [
    'WEBVTT',
    ...cues.map(({ start, end, text }) => `${timestamp(start)} --> ${timestamp(end)}\n${escaped(text)}`),
  ].join('\n\n') + '\n';
