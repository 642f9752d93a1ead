const JITTER = 0.2;
const FIRST_WAIT_MS = 1_000;
const FACTOR = 4;
const MAX_WAIT_MS = 10 * 60_000;

/** `waitMs` ± 20 %, by `random` from 0 to 1, so that what failed together is not tried again together. */
export function jittered(waitMs: number, random: number): number {
  return Math.round(waitMs * (1 + JITTER * (2 * random - 1)));
}

/** Milliseconds to wait after the `attempts`-th failed try, from 1: 1, 4, 16, 64 s, … up to 10 minutes, ± 20 %. */
export function backOffMs(attempts: number, random: number): number {
  return jittered(Math.min(FIRST_WAIT_MS * FACTOR ** (attempts - 1), MAX_WAIT_MS), random);
}

/** When the day (UTC) after this moment begins: what is allowed by the day comes back then. */
export function nextDayMs(nowMs: number): number {
  const dayMs = 86_400_000;
  return (Math.floor(nowMs / dayMs) + 1) * dayMs;
}
