import { z } from 'zod';
import type { AnalysisConfig } from '../../domain/analysis-config.ts';
import { Role, type Transcript } from '../../domain/transcript.ts';
import { Evidence, evidenceFrom } from '../../text/evidence.ts';
import {
  type ParsedTranscript,
  type ParsedUtterance,
  parseTranscript,
} from '../../text/parsed-transcript.ts';
import { countFillers } from './filler-words.ts';
import { findGaps, type Gap } from './silences.ts';
import { FillerWord, measureSide, type Side, SideMetrics, talkTimes, wordsPerMinute } from './speakers.ts';
import { coveredMs, mergeIntervals, percent, totalMs } from './talk-time.ts';
import { followFloor, type Interruption, longestMonologue, responseTimes, type Turn } from './turns.ts';

const Count = z.int().nonnegative();
const Percent = z.number().min(0).max(100);
const Stretch = { startMs: Count, endMs: Count, durationMs: Count };

/** The measured timeline of a call. docs/metrics.md defines every field; nothing here is judged or estimated. */
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

/** Measures a transcript of any language and quality. Total: an empty one gives zeros and nulls. */
export function measureConversation(transcript: Transcript, config: AnalysisConfig): Conversation {
  return measureParsed(parseTranscript(transcript), transcript.durationMs, config);
}

/** The same for a transcript already read. */
export function measureParsed(
  reading: ParsedTranscript,
  durationMs: number,
  config: AnalysisConfig,
): Conversation {
  const { utterances: spoken } = reading;
  const { turns, interruptions } = followFloor(spoken, config.interruptionOverlapMs);
  const wholeMs = spoken.reduce((latest, { endMs }) => Math.max(latest, endMs), durationMs);
  const speechMs = coveredMs(spoken);
  const wordCount = spoken.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const fillerWords = countFillers(spoken, config.fillerWords);
  const questions = reading.sentences.filter(({ question }) => question);
  const talkMs = talkTimes(spoken);
  const allTalkMs = [...talkMs.values()].reduce((sum, time) => sum + time, 0);
  const overlapMs = overlappedMs(spoken);
  return {
    engine: 'measured',
    durationMs: wholeMs,
    speechMs,
    silenceRatio: percent(wholeMs - speechMs, wholeMs),
    overlapMs,
    overlapRatio: percent(overlapMs, speechMs),
    wordCount,
    wordsPerMinute: wordsPerMinute(wordCount, allTalkMs),
    turnCount: turns.length,
    questionCount: questions.length,
    questions: questions.map((sentence) => ({
      speaker: sentence.speaker,
      role: sentence.role,
      evidence: [evidenceFrom(sentence)],
    })),
    fillerWordCount: fillerWords.reduce((sum, { count }) => sum + count, 0),
    fillerWords,
    interruptionCount: interruptions.length,
    interruptions: interruptions.map(describeInterruption),
    responseTime: { ...responseTimes(turns) },
    longestMonologue: describeMonologue(longestMonologue(turns, config.deadAirMs)),
    ...measureSilences(reading, config),
    ...measureSides({ spoken, turns, interruptions }, talkMs, allTalkMs, config),
  };
}

function measureSides(
  call: Side,
  talkMs: ReadonlyMap<string, number>,
  allTalkMs: number,
  config: AnalysisConfig,
) {
  const roleOf = new Map(call.spoken.map(({ speaker, role }) => [speaker, role]));
  const speakersOf = (role: Role): string[] =>
    [...roleOf.keys()].filter((speaker) => roleOf.get(speaker) === role);
  const byUtterance = Map.groupBy(call.spoken, ({ speaker }) => speaker);
  const byTurn = Map.groupBy(call.turns, ({ speaker }) => speaker);
  const byInterruption = Map.groupBy(call.interruptions, ({ by }) => by.speaker);
  const measure = (speakers: readonly string[]): SideMetrics => {
    const side = {
      spoken: speakers.flatMap((speaker) => byUtterance.get(speaker) ?? []),
      turns: speakers.flatMap((speaker) => byTurn.get(speaker) ?? []),
      interruptions: speakers.flatMap((speaker) => byInterruption.get(speaker) ?? []),
    };
    const sideMs = speakers.reduce((sum, speaker) => sum + (talkMs.get(speaker) ?? 0), 0);
    return measureSide(side, sideMs, allTalkMs, config);
  };
  return {
    roles: {
      agent: measure(speakersOf('agent')),
      customer: measure(speakersOf('customer')),
      unknown: measure(speakersOf('unknown')),
    },
    speakers: [...roleOf].map(([speaker, role]) => ({ speaker, role, ...measure([speaker]) })),
  };
}

function measureSilences(reading: ParsedTranscript, config: AnalysisConfig) {
  const gaps = findGaps(reading, Math.min(config.pauseMs, config.deadAirMs));
  const pauses = gaps.filter(({ durationMs }) => durationMs >= config.pauseMs);
  const dead = gaps.filter(
    ({ durationMs, holdUtterance }) => durationMs >= config.deadAirMs && holdUtterance === null,
  );
  const hold = pauses.flatMap((gap) =>
    gap.holdUtterance === null ? [] : [{ ...stretch(gap), announcedBy: gap.holdUtterance }],
  );
  return {
    pauses: pauses.map((gap) => ({
      ...stretch(gap),
      compliant: gap.durationMs <= config.maxPauseMs,
      afterUtterance: gap.after.index,
    })),
    deadAir: { count: dead.length, totalMs: totalMs(dead), instances: dead.map(stretch) },
    hold: { count: hold.length, totalMs: totalMs(hold), instances: hold },
  };
}

function stretch({ startMs, endMs, durationMs }: Gap) {
  return { startMs, endMs, durationMs };
}

/** Time during which two or more speakers speak: what the speakers' own times exceed at every moment, by a sweep. */
function overlappedMs(spoken: readonly ParsedUtterance[]): number {
  const edges = [...Map.groupBy(spoken, ({ speaker }) => speaker).values()]
    .flatMap((utterances) => mergeIntervals(utterances))
    .flatMap(({ startMs, endMs }) => [
      { atMs: startMs, step: 1 },
      { atMs: endMs, step: -1 },
    ])
    .toSorted((a, b) => a.atMs - b.atMs || a.step - b.step);
  let speaking = 0;
  let overlapMs = 0;
  for (const [position, { atMs, step }] of edges.entries()) {
    speaking += step;
    if (speaking >= 2) overlapMs += (edges[position + 1]?.atMs ?? atMs) - atMs;
  }
  return overlapMs;
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
