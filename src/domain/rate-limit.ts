import { z } from 'zod';

/** Requests are counted per minute of the clock: a window begins at each full minute, UTC. */
export const WINDOW_MS = 60_000;

/** A lease takes at most this part of what is left of a window. */
const LEASE_SHARE = 1 / 20;

/** Submissions, which cost, have a limit of their own and do not count as other requests. */
export type RateLimitKind = 'requests' | 'submissions';

/** What was granted within one window. `endsAt`: milliseconds since 1970-01-01 UTC. */
export const RateLimitCounter = z
  .strictObject({ endsAt: z.int(), granted: z.int().nonnegative() })
  .readonly();
export type RateLimitCounter = z.infer<typeof RateLimitCounter>;

/** Requests that one isolate may let through until `endsAt` without asking again. */
export interface RateLimitLease {
  readonly endsAt: number;
  /** 0: nothing is left of this window. */
  readonly granted: number;
  /** What is left for others after this lease. */
  readonly remaining: number;
}

/**
 * Grants a twentieth of what is left of the current window, rounded up. The leases of one window never add up to more
 * than `limit`, and all of `limit` is granted before a lease is empty.
 */
export function grantLease(
  counter: RateLimitCounter | null,
  limit: number,
  nowMs: number,
): { counter: RateLimitCounter; lease: RateLimitLease } {
  const endsAt = windowEnd(nowMs);
  const before = counter?.endsAt === endsAt ? counter.granted : 0;
  const left = Math.max(0, limit - before);
  const granted = Math.ceil(left * LEASE_SHARE);
  return {
    counter: { endsAt, granted: before + granted },
    lease: { endsAt, granted, remaining: left - granted },
  };
}

/** End of the window that `nowMs` falls into, exclusive. */
export function windowEnd(nowMs: number): number {
  return (Math.floor(nowMs / WINDOW_MS) + 1) * WINDOW_MS;
}

/** Whether a request may go on, and the numbers of its `X-RateLimit-*` headers. */
export interface RateLimit {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetsAt: number;
}
