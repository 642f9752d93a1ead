const JITTER = 0.2;
const FIRST_WAIT_MS = 1_000;
const FACTOR = 4;
const MAX_WAIT_MS = 10 * 60_000;

/** A wait ± 20 % by `chance` (0 to 1): what failed together does not come back together. Milliseconds. */
export function jittered(waitMs: number, chance: number): number {
  return Math.round(waitMs * (1 + JITTER * (2 * chance - 1)));
}

/** How long to wait after the `attempts`-th try, from 1, that failed: 1, 4, 16, 64 s, … up to 10 minutes, ± 20 %. */
export function backOffMs(attempts: number, chance: number): number {
  return jittered(Math.min(FIRST_WAIT_MS * FACTOR ** (attempts - 1), MAX_WAIT_MS), chance);
}
