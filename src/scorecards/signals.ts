import type { Conversation } from '../analysis/metrics/conversation.ts';
import type { SideMetrics } from '../analysis/metrics/talk-ratio.ts';
import type { Sentence } from '../text/sentences.ts';
import type { CallFacts } from '../understanding/call-facts.ts';
import type { AnalysisInput } from '../understanding/tone.ts';

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

/** What a call is scored on: what may be trusted of it, how it sounds, and its measured timeline. */
export interface ScoringInput extends AnalysisInput {
  readonly trustedConversation: Conversation;
}

/** The call as the pillars see it: the agent's part, the customer's part, and what happened. */
export interface SalesCall {
  readonly input: ScoringInput;
  readonly facts: CallFacts;
  /** In order; where nobody is known to be the agent, everybody who is not the customer. */
  readonly agent: readonly Sentence[];
  readonly customer: readonly Sentence[];
  /** Measured numbers of the agent. */
  readonly measured: SideMetrics;
  /** Sentences of the agent that follow each other in the middle of the call, the longest first. */
  readonly longest: readonly Sentence[];
}

export function salesCall(input: ScoringInput, facts: CallFacts): SalesCall {
  const { sentences } = input.trusted;
  const { roles } = input.trustedConversation;
  const role = roles.agent.wordCount > 0 ? 'agent' : 'unknown';
  const agent = sentences.filter((sentence) => sentence.role === role);
  return {
    input,
    facts,
    agent,
    customer: sentences.filter((sentence) => sentence.role === 'customer'),
    measured: roles[role],
    longest: agent.toSorted((a, b) => b.tokens.length - a.tokens.length).slice(0, 5),
  };
}

/** The agent's sentences that take up at least `fewest` content words of the customer's last `reach` sentences. */
export function takingUp({ input, agent }: SalesCall, reach: number, fewest: number): ReadonlySet<Sentence> {
  const ours = new Set(agent);
  const found = new Set<Sentence>();
  let recent: Sentence[] = [];
  for (const sentence of input.trusted.sentences) {
    if (sentence.role === 'customer') recent = [...recent, sentence].slice(-reach);
    if (!ours.has(sentence)) continue;
    const shared = [...sentence.content.stems].filter((stem) =>
      recent.some(({ content }) => content.stems.has(stem)),
    );
    if (shared.length >= fewest) found.add(sentence);
  }
  return found;
}

/** The agent's sentences that match, in order. */
export function agentSays(call: SalesCall, pattern: RegExp): Sentence[] {
  return call.agent.filter(({ norm }) => pattern.test(norm));
}

/** The agent's first sentence after a sentence of the customer. */
export function answerTo(call: SalesCall, sentence: Sentence): Sentence | undefined {
  return call.agent.find(({ startMs }) => startMs >= sentence.startMs);
}

/** "1 question", "3 questions". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
