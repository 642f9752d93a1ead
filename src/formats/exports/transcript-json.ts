import { z } from 'zod';
import { Role, type Transcript } from '../../domain/transcript.ts';
import { speakerLabel } from '../document.ts';

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
