import type { Turn } from './turns.ts';

/** How long customers wait for the agent's answer, in milliseconds; null where the agent never follows a customer. */
export interface ResponseTimes {
  readonly count: number;
  readonly meanMs: number | null;
  readonly p95Ms: number | null;
  readonly maxMs: number | null;
}

/**
 * The gap from the end of a customer's turn to the start of the agent's next one (the floor transfer offset of
 * Heldner & Edlund, Pauses, gaps and overlaps in conversations, 2010; an answer that begins early counts as 0).
 * The 95th percentile is by nearest rank.
 */
export function responseTimes(turns: readonly Turn[]): ResponseTimes {
  const gaps: number[] = [];
  for (const [position, turn] of turns.entries()) {
    const before = turns[position - 1];
    if (turn.role === 'agent' && before?.role === 'customer')
      gaps.push(Math.max(0, turn.startMs - before.endMs));
  }
  if (gaps.length === 0) return { count: 0, meanMs: null, p95Ms: null, maxMs: null };
  const sorted = gaps.toSorted((a, b) => a - b);
  const rank = Math.ceil(sorted.length * 0.95) - 1;
  return {
    count: gaps.length,
    meanMs: Math.round(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length),
    p95Ms: sorted[rank] ?? null,
    maxMs: sorted.at(-1) ?? null,
  };
}
