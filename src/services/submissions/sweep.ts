import type { Deps } from '../deps.ts';

const KEPT_MS = 30 * 24 * 3_600_000;
const ROWS_AT_ONCE = 500;
const MAX_ROUNDS = 20;

/** Forgets what was rejected more than thirty days ago, in bounded steps; what is left over goes the next night. */
export async function sweepRejected({ dropRejected, clock }: Deps): Promise<void> {
  const before = clock.now() - KEPT_MS;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if ((await dropRejected(before, ROWS_AT_ONCE)) < ROWS_AT_ONCE) return;
  }
}
