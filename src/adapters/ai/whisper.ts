import { z } from 'zod';
import type { RecordingFacts } from '../../domain/analysis.ts';
import { Fault } from '../../domain/errors.ts';
import { transcriptLanguage } from '../../domain/language.ts';
import type { Transcript, Utterance, Word } from '../../domain/transcript.ts';
import type { AudioInput } from './ai-client.ts';
import { keytermsWithin, milliseconds, Seconds, type SpeechHints } from './speech-dialect.ts';

export const WHISPER = '@cf/openai/whisper-large-v3-turbo';
/** Half of the model's context, less one; it reads only the end of a longer prompt. Source: Radford et al. 2022, section 2.3. */
const MAX_PROMPT_TOKENS = 223;

const SPEAKER = 'speaker_0';

const WhisperWord = z.object({ word: z.string(), start: Seconds, end: Seconds });
const Segment = z.object({
  start: Seconds,
  end: Seconds,
  text: z.string(),
  /** Mean of the natural logarithms of the words' probabilities. */
  avg_logprob: z.number().max(0).optional().catch(undefined),
  words: z.array(WhisperWord).default([]),
});

/** The parts of the answer that are read. */
const WhisperAnswer = z
  .object({
    text: z.string(),
    segments: z.array(Segment).default([]),
    transcription_info: z.object({ language: z.string().min(2).optional() }).optional(),
  })
  .refine(({ text, segments }) => text.trim() === '' || segments.length > 0, 'text without segments');

/**
 * Silence is cut out before decoding, because the model invents speech for it. Text already decoded does not condition what
 * follows, so key terms work on the first half minute only.
 */
export function whisperInput(
  body: ReadableStream,
  recording: RecordingFacts,
  { language, keyterms }: SpeechHints,
): AudioInput {
  const terms = keytermsWithin(keyterms, MAX_PROMPT_TOKENS);
  return {
    audio: { body, contentType: recording.contentType },
    ...(language !== null && { language: primaryTag(language) }),
    ...(terms.length > 0 && { initial_prompt: `${terms.join(', ')}.` }),
    task: 'transcribe',
    vad_filter: true,
    condition_on_previous_text: false,
  };
}

/** The transcript of an answer that is not trusted. The model does not diarize: there is one speaker. Throws `transcription_invalid`. */
export function parseWhisper(
  answer: unknown,
  recording: RecordingFacts,
  language: string | null,
): Transcript {
  const parsed = WhisperAnswer.safeParse(answer);
  if (!parsed.success) throw new Fault('transcription_invalid', undefined, {}, parsed.error);
  const { segments, transcription_info: info } = parsed.data;
  const utterances = segments
    .filter(({ text, start, end }) => text.trim() !== '' && end >= start)
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
    .map(toUtterance);
  const detected = transcriptLanguage(
    info?.language ?? language,
    utterances.map(({ text }) => text),
  );
  return {
    // The model knows no regions: the caller's "en-GB" says more than its "en".
    language: language !== null && detected === primaryTag(language) ? language : detected,
    durationMs: recording.durationMs,
    engine: WHISPER,
    wordTimes:
      utterances.length > 0 && utterances.every(({ words }) => words.length > 0) ? 'measured' : 'none',
    utterances,
  };
}

function toUtterance(segment: z.infer<typeof Segment>, index: number): Utterance {
  return {
    index,
    speaker: SPEAKER,
    role: 'unknown',
    channel: null,
    startMs: milliseconds(segment.start),
    endMs: milliseconds(segment.end),
    text: segment.text.trim(),
    confidence: segment.avg_logprob === undefined ? null : Math.exp(segment.avg_logprob),
    words: segment.words.map(toWord),
  };
}

function toWord({ word, start, end }: z.infer<typeof WhisperWord>): Word {
  const startMs = milliseconds(start);
  return { text: word.trim(), startMs, endMs: Math.max(startMs, milliseconds(end)), confidence: null };
}

function primaryTag(language: string): string {
  return language.split('-')[0]?.toLowerCase() ?? language;
}
