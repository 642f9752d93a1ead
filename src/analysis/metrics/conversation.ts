import { z } from 'zod';
import type { AnalysisConfig } from '../../domain/analysis-config.ts';
import { Role, type Transcript } from '../../domain/transcript.ts';
import { Evidence, evidenceFrom } from '../../text/evidence.ts';
import { type ParsedTranscript, parseTranscript } from '../../text/parsed-transcript.ts';
import type { Sentence } from '../../text/sentences.ts';
import { countFillers } from './filler-words.ts';
import { coveredMs, overlappedMs, percent, talkTimes, wordsPerMinute } from './intervals.ts';
import { measureSilences } from './silences.ts';
import { FillerWord, measureSpeakers, SideMetrics } from './talk-ratio.ts';
import { followFloor, type Interruption, longestMonologue, responseTimes, type Turn } from './turns.ts';

const Count = z.int().nonnegative();
const Percent = z.number().min(0).max(100);
const Stretch = { startMs: Count, endMs: Count, durationMs: Count };

/** What is measured on the timeline of a call; nothing of it is estimated. docs/metrics.md defines every field. */
export const Conversation = z.strictObject({
  engine: z.literal('measured'),
  durationMs: Count,
  /** Time during which at least one person speaks. */
  speechMs: Count,
  /** Share of the recording during which nobody speaks. */
  silenceRatio: Percent,
  overlapMs: Count,
  /** Share of the speech during which two or more people speak. */
  overlapRatio: Percent,
  wordCount: Count,
  /** All words over the sum of all talk times. */
  wordsPerMinute: Count,
  turnCount: Count,
  questionCount: Count,
  questions: z.array(z.strictObject({ speaker: z.string(), role: Role, evidence: z.array(Evidence) })),
  fillerWordCount: Count,
  fillerWords: z.array(FillerWord),
  interruptionCount: Count,
  interruptions: z.array(
    z.strictObject({
      by: Role,
      speaker: z.string(),
      utterance: Count,
      interrupted: Count,
      startMs: Count,
      overlapMs: Count,
    }),
  ),
  responseTime: z.strictObject({
    count: Count,
    meanMs: Count.nullable(),
    p95Ms: Count.nullable(),
    maxMs: Count.nullable(),
  }),
  longestMonologue: z.strictObject({ speaker: z.string(), role: Role, ...Stretch }).nullable(),
  pauses: z.array(z.strictObject({ ...Stretch, compliant: z.boolean(), afterUtterance: Count })),
  deadAir: z.strictObject({ count: Count, totalMs: Count, instances: z.array(z.strictObject(Stretch)) }),
  hold: z.strictObject({
    count: Count,
    totalMs: Count,
    instances: z.array(z.strictObject({ ...Stretch, announcedBy: Count })),
  }),
  roles: z.strictObject({ agent: SideMetrics, customer: SideMetrics, unknown: SideMetrics }),
  speakers: z.array(z.strictObject({ speaker: z.string(), role: Role, ...SideMetrics.shape })),
});
export type Conversation = z.infer<typeof Conversation>;

/**
 * Measures a transcript of any language and quality; an empty one gives zeros and nulls. `parsed`: the same transcript,
 * for a caller that has parsed it already.
 */
export function measureConversation(
  transcript: Transcript,
  config: AnalysisConfig,
  parsed: ParsedTranscript = parseTranscript(transcript),
): Conversation {
  const { utterances, sentences } = parsed;
  const { turns, interruptions } = followFloor(utterances, config.interruptionOverlapMs);
  const durationMs = utterances.reduce((latest, { endMs }) => Math.max(latest, endMs), transcript.durationMs);
  const speechMs = coveredMs(utterances);
  const overlapMs = overlappedMs(utterances);
  const talkMs = talkTimes(utterances);
  const allTalkMs = [...talkMs.values()].reduce((sum, time) => sum + time, 0);
  const wordCount = utterances.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const fillerWords = countFillers(utterances, config.fillerWords);
  const questions = sentences.filter(({ question }) => question);
  return {
    engine: 'measured',
    durationMs,
    speechMs,
    silenceRatio: percent(durationMs - speechMs, durationMs),
    overlapMs,
    overlapRatio: percent(overlapMs, speechMs),
    wordCount,
    wordsPerMinute: wordsPerMinute(wordCount, allTalkMs),
    turnCount: turns.length,
    questionCount: questions.length,
    questions: questions.map(describeQuestion),
    fillerWordCount: fillerWords.reduce((sum, { count }) => sum + count, 0),
    fillerWords,
    interruptionCount: interruptions.length,
    interruptions: interruptions.map(describeInterruption),
    responseTime: { ...responseTimes(turns) },
    longestMonologue: describeMonologue(longestMonologue(turns, config.deadAirMs)),
    ...measureSilences(parsed, config),
    ...measureSpeakers({ utterances, turns, interruptions }, talkMs, config),
  };
}

function describeQuestion(sentence: Sentence) {
  return { speaker: sentence.speaker, role: sentence.role, evidence: [evidenceFrom(sentence)] };
}

function describeInterruption({ by, interrupted, overlapMs }: Interruption) {
  const { role, speaker, index, startMs } = by;
  return { by: role, speaker, utterance: index, interrupted: interrupted.index, startMs, overlapMs };
}

function describeMonologue(turn: Turn | null) {
  if (turn === null) return null;
  const { speaker, role, startMs, endMs } = turn;
  return { speaker, role, startMs, endMs, durationMs: endMs - startMs };
}
