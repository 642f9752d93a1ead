import { z } from 'zod';
import type { ParsedUtterance } from '../../text/parsed-transcript.ts';
import { countFillers } from './filler-words.ts';
import { coveredMs, percent } from './talk-time.ts';
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

/** The parts of a call that belong to one side. */
export interface Side {
  readonly spoken: readonly ParsedUtterance[];
  readonly turns: readonly Turn[];
  readonly interruptions: readonly Interruption[];
}

interface SideRules {
  readonly fillerWords: readonly string[];
  readonly deadAirMs: number;
}

/** Measures one side; `allTalkMs` is the talk time of all sides together. */
export function measureSide(side: Side, talkMs: number, allTalkMs: number, rules: SideRules): SideMetrics {
  const { spoken, turns, interruptions } = side;
  const wordCount = spoken.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const fillerWords = countFillers(spoken, rules.fillerWords);
  const monologue = longestMonologue(turns, rules.deadAirMs);
  return {
    talkMs,
    talkRatio: percent(talkMs, allTalkMs),
    wordCount,
    wordsPerMinute: wordsPerMinute(wordCount, talkMs),
    turnCount: turns.length,
    questionCount: spoken.flatMap(({ sentences }) => sentences).filter(({ question }) => question).length,
    fillerWordCount: fillerWords.reduce((sum, { count }) => sum + count, 0),
    fillerWords,
    interruptionCount: interruptions.length,
    longestMonologueMs: monologue === null ? 0 : monologue.endMs - monologue.startMs,
  };
}

/** Talk time of each speaker, by label, in order of first appearance. */
export function talkTimes(spoken: readonly ParsedUtterance[]): Map<string, number> {
  const bySpeaker = Map.groupBy(spoken, ({ speaker }) => speaker);
  return new Map([...bySpeaker].map(([speaker, utterances]) => [speaker, coveredMs(utterances)]));
}

export function wordsPerMinute(words: number, talkMs: number): number {
  return talkMs <= 0 ? 0 : Math.round((words * 60_000) / talkMs);
}
