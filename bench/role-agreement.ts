import { z } from 'zod';
import type { Utterance } from '../src/domain/transcript.ts';

/** A stretch of speech with a known role, seconds. */
export const Turn = z.object({ start_s: z.number(), end_s: z.number(), role: z.enum(['agent', 'customer']) });
export type Turn = z.infer<typeof Turn>;

/** How many of the turns have the right role: the one whose utterances cover most of the turn. */
export function rightRoles(turns: readonly Turn[], utterances: readonly Utterance[]): number {
  return turns.filter((turn) => coveringRole(turn, utterances) === turn.role).length;
}

function coveringRole(turn: Turn, utterances: readonly Utterance[]): string {
  const covered = { agent: 0, customer: 0, unknown: 0 };
  for (const { role, startMs, endMs } of utterances) {
    const overlapMs = Math.min(endMs, turn.end_s * 1000) - Math.max(startMs, turn.start_s * 1000);
    if (overlapMs > 0) covered[role] += overlapMs;
  }
  return covered.agent > covered.customer ? 'agent' : covered.customer > 0 ? 'customer' : 'nobody';
}
