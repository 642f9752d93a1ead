import type { Sentence } from '../text/sentences.ts';

/** One measured reason for a score: how well it is met, how much it counts, and how to talk about it. */
export interface Signal {
  readonly name: string;
  /** 0 (not met) to 1 (fully met). */
  readonly value: number;
  /** Share in the pillar's score relative to the other signals; 0 where the call gives no occasion for it. */
  readonly weight: number;
  /** What was good, said to the agent, as a clause that a quote can follow. */
  readonly strength: string;
  /** What was lacking and what to do, said to the agent, as a clause that a quote can follow. */
  readonly weakness: string;
  /** Sentences that show the strength, the best first. */
  readonly shown: readonly (Sentence | null | undefined)[];
  /** Sentences where it was lacking, the clearest first. */
  readonly missed: readonly (Sentence | null | undefined)[];
}

/** Weighted mean of the signals that apply, as an integer from 0 to 100; 0 where none applies. */
export function weigh(signals: readonly Signal[]): number {
  const weights = signals.reduce((sum, { weight }) => sum + weight, 0);
  const sum = signals.reduce((total, { value, weight }) => total + value * weight, 0);
  return weights === 0 ? 0 : Math.round((sum / weights) * 100);
}

/** 1 from `low` to `high`, falling straight to 0 at `floor` and `ceiling`. */
export function band(value: number, floor: number, low: number, high: number, ceiling: number): number {
  if (value < low) return clamp((value - floor) / (low - floor));
  if (value > high) return clamp((ceiling - value) / (ceiling - high));
  return 1;
}

/** `value` as a share of the way from `none` (0) to `full` (1); `full` may be the smaller number. */
export function ramp(value: number, none: number, full: number): number {
  return clamp((value - none) / (full - none));
}

function clamp(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
}
