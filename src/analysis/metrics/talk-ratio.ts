import { z } from 'zod';
import type { AnalysisConfig } from '../../domain/analysis-config.ts';
import type { Role } from '../../domain/transcript.ts';
import type { ParsedUtterance } from '../../text/parsed-transcript.ts';
import { countFillers } from './filler-words.ts';
import { percent, wordsPerMinute } from './intervals.ts';
import { type Interruption, longestMonologue, type Turn } from './turns.ts';

const Count = z.int().nonnegative();

export const FillerWord = z.strictObject({ word: z.string(), count: Count.min(1) });

/** What one speaker, or all speakers of one role, did in the call. All zero for a side that never speaks. */
export const SideMetrics = z.strictObject({
  /** Time covered by the side's utterances; speaking over oneself counts once. */
  talkMs: Count,
  /** Share of all speaking time in percent, two decimals; the sides sum to 100 where anybody speaks. */
  talkRatio: z.number().min(0).max(100),
  wordCount: Count,
  /** Words per minute of the side's own talk time, rounded. */
  wordsPerMinute: Count,
  turnCount: Count,
  questionCount: Count,
  fillerWordCount: Count,
  fillerWords: z.array(FillerWord),
  /** How often the side cut another speaker off. */
  interruptionCount: Count,
  longestMonologueMs: Count,
});
export type SideMetrics = z.infer<typeof SideMetrics>;

/** What belongs to one side of a call, or to all of it. */
interface Side {
  readonly utterances: readonly ParsedUtterance[];
  readonly turns: readonly Turn[];
  readonly interruptions: readonly Interruption[];
}

/** Metrics of every role and every speaker. `talkMs`: talk time of each speaker, by label. */
export function measureSpeakers(call: Side, talkMs: ReadonlyMap<string, number>, config: AnalysisConfig) {
  const allTalkMs = sum([...talkMs.values()]);
  const roleOf = new Map(call.utterances.map(({ speaker, role }) => [speaker, role]));
  const utterances = Map.groupBy(call.utterances, ({ speaker }) => speaker);
  const turns = Map.groupBy(call.turns, ({ speaker }) => speaker);
  const interruptions = Map.groupBy(call.interruptions, ({ by }) => by.speaker);
  const measure = (speakers: readonly string[]): SideMetrics => {
    const side = {
      utterances: speakers.flatMap((speaker) => utterances.get(speaker) ?? []),
      turns: speakers.flatMap((speaker) => turns.get(speaker) ?? []),
      interruptions: speakers.flatMap((speaker) => interruptions.get(speaker) ?? []),
    };
    return measureSide(side, sum(speakers.map((speaker) => talkMs.get(speaker) ?? 0)), allTalkMs, config);
  };
  const speakersOf = (role: Role): string[] =>
    [...roleOf.keys()].filter((speaker) => roleOf.get(speaker) === role);
  return {
    roles: {
      agent: measure(speakersOf('agent')),
      customer: measure(speakersOf('customer')),
      unknown: measure(speakersOf('unknown')),
    },
    speakers: [...roleOf].map(([speaker, role]) => ({ speaker, role, ...measure([speaker]) })),
  };
}

function measureSide(
  { utterances, turns, interruptions }: Side,
  talkMs: number,
  allTalkMs: number,
  config: AnalysisConfig,
): SideMetrics {
  const wordCount = sum(utterances.map(({ tokens }) => tokens.length));
  const fillerWords = countFillers(utterances, config.fillerWords);
  const monologue = longestMonologue(turns, config.deadAirMs);
  return {
    talkMs,
    talkRatio: percent(talkMs, allTalkMs),
    wordCount,
    wordsPerMinute: wordsPerMinute(wordCount, talkMs),
    turnCount: turns.length,
    questionCount: utterances.flatMap(({ sentences }) => sentences).filter(({ question }) => question).length,
    fillerWordCount: sum(fillerWords.map(({ count }) => count)),
    fillerWords,
    interruptionCount: interruptions.length,
    longestMonologueMs: monologue === null ? 0 : monologue.endMs - monologue.startMs,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
