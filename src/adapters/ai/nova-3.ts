import { z } from 'zod';
import type { RecordingFacts } from '../../domain/analysis.ts';
import { Fault } from '../../domain/errors.ts';
import { transcriptLanguage } from '../../domain/language.ts';
import type { Transcript, Utterance, Word } from '../../domain/transcript.ts';
import type { AudioInput } from './ai-client.ts';
import { keytermsWithin, milliseconds, Seconds, type SpeechHints } from './speech-dialect.ts';

export const NOVA_3 = '@cf/deepgram/nova-3';
/** All terms together; a request with more is refused. Source: Deepgram documentation, "Keyterm Prompting". */
const MAX_KEYTERM_TOKENS = 500;

const Confidence = z.number().min(0).max(1).optional();

const NovaWord = z.object({
  word: z.string(),
  punctuated_word: z.string().optional(),
  start: Seconds,
  end: Seconds,
  confidence: Confidence,
});

const NovaUtterance = z.object({
  start: Seconds,
  end: Seconds,
  confidence: Confidence,
  channel: z.int().nonnegative().default(0),
  speaker: z.int().nonnegative().optional(),
  transcript: z.string(),
  words: z.array(NovaWord).default([]),
});

/** The parts of the answer that are read. */
const NovaAnswer = z.object({
  metadata: z
    .object({ duration: Seconds.optional(), word_times: z.enum(['measured', 'estimated']).optional() })
    .optional(),
  results: z.object({
    channels: z.array(z.object({ detected_language: z.string().optional() })),
    utterances: z.array(NovaUtterance),
  }),
});

/**
 * Of a recording with several channels each is transcribed by itself; otherwise the model diarizes. Key terms are a list: joined
 * into one text they would be one term.
 */
export function nova3Input(
  body: ReadableStream,
  recording: RecordingFacts,
  { language, keyterms }: SpeechHints,
): AudioInput {
  const perChannel = recording.channels > 1;
  const terms = keytermsWithin(keyterms, MAX_KEYTERM_TOKENS);
  return {
    audio: { body, contentType: recording.contentType },
    ...(language === null ? { detect_language: true } : { language }),
    ...(terms.length > 0 && { keyterm: terms }),
    punctuate: true,
    smart_format: true,
    utterances: true,
    multichannel: perChannel,
    diarize: !perChannel,
  };
}

/** The transcript of an answer that is not trusted; roles are still unknown. Throws `transcription_invalid`. */
export function parseNova3(answer: unknown, recording: RecordingFacts, language: string | null): Transcript {
  const parsed = NovaAnswer.safeParse(answer);
  if (!parsed.success) throw new Fault('transcription_invalid', undefined, {}, parsed.error);
  const { metadata, results } = parsed.data;
  const perChannel = recording.channels > 1;
  const utterances = results.utterances
    .filter((utterance) => utterance.transcript.trim() !== '' && utterance.end >= utterance.start)
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
    .map((utterance, index) => toUtterance(utterance, index, perChannel));
  return {
    language: transcriptLanguage(
      results.channels[0]?.detected_language ?? language,
      utterances.map(({ text }) => text),
    ),
    durationMs: recording.durationMs,
    engine: NOVA_3,
    wordTimes: metadata?.word_times ?? 'measured',
    utterances,
  };
}

function toUtterance(
  utterance: z.infer<typeof NovaUtterance>,
  index: number,
  perChannel: boolean,
): Utterance {
  const label = perChannel ? `channel_${utterance.channel}` : `speaker_${utterance.speaker ?? 0}`;
  return {
    index,
    speaker: label,
    role: 'unknown',
    channel: perChannel ? utterance.channel : null,
    startMs: milliseconds(utterance.start),
    endMs: milliseconds(utterance.end),
    text: utterance.transcript.trim(),
    confidence: utterance.confidence ?? null,
    words: utterance.words.map(toWord),
  };
}

function toWord(word: z.infer<typeof NovaWord>): Word {
  return {
    text: word.punctuated_word ?? word.word,
    startMs: milliseconds(word.start),
    endMs: Math.max(milliseconds(word.start), milliseconds(word.end)),
    confidence: word.confidence ?? null,
  };
}
