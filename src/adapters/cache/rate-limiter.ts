import { type RateLimit, type RateLimitLease, windowEnd } from '../../domain/rate-limit.ts';
import type { Clock } from '../clock.ts';
import { describeError, type Log } from '../log.ts';
import { ExpiringMap } from './expiring-map.ts';

const CAPACITY = 5_000;

/** Counts requests per bucket and minute. */
export interface RateLimiter {
  /** Takes one request out of the current minute's `limit` of a bucket. Allows it where the count is out of reach. */
  take(bucket: string, limit: number): Promise<RateLimit>;
  /** Whether nothing is left of the current minute, as far as this isolate knows; asks nobody. */
  isSpent(bucket: string): boolean;
}

/** The part of a window that this isolate holds a lease on, and what was left for others when it last asked. */
interface Share {
  readonly endsAt: number;
  unspent: number;
  remaining: number;
}

type RateMemory = ExpiringMap<Share>;

export function createRateMemory(): RateMemory {
  return new ExpiringMap(CAPACITY);
}

/** Whoever counts for all isolates: one object per bucket. */
type LeaseFrom = (bucket: string, limit: number) => Promise<RateLimitLease>;

/** Spends leases from memory, so that most requests ask nobody; see decision 5. */
export function createRateLimiter(
  leaseFrom: LeaseFrom,
  memory: RateMemory,
  clock: Clock,
  log: Log,
): RateLimiter {
  /** What other requests of this isolate leased meanwhile and did not spend stays. */
  function keep(bucket: string, lease: RateLimitLease): Share {
    const known = memory.get(bucket, clock.now());
    if (known?.endsAt === lease.endsAt) {
      known.unspent += lease.granted;
      known.remaining = Math.min(known.remaining, lease.remaining);
      return known;
    }
    const share = { endsAt: lease.endsAt, unspent: lease.granted, remaining: lease.remaining };
    memory.set(bucket, share, lease.endsAt);
    return share;
  }
  return {
    isSpent(bucket) {
      const known = memory.get(bucket, clock.now());
      return known?.unspent === 0 && known.remaining === 0;
    },
    async take(bucket, limit) {
      const known = memory.get(bucket, clock.now());
      if (known && isConclusive(known)) return spend(known, limit);
      try {
        const lease = await leaseFrom(bucket, limit);
        return spend(keep(bucket, lease), limit);
      } catch (error) {
        log.error('rate_limit.unavailable', { kind: bucket.split(':', 1)[0], ...describeError(error) });
        return { allowed: true, limit, remaining: limit, resetsAt: windowEnd(clock.now()) };
      }
    },
  };
}

function isConclusive(share: Share): boolean {
  return share.unspent > 0 || share.remaining === 0;
}

function spend(share: Share, limit: number): RateLimit {
  const allowed = share.unspent > 0;
  if (allowed) share.unspent -= 1;
  return { allowed, limit, remaining: share.remaining + share.unspent, resetsAt: share.endsAt };
}
