import { describe, expect, it, vi } from 'vitest';
import { createRateLimiter, createRateMemory } from '../../../../src/adapters/cache/rate-limiter.ts';
import { grantLease, type RateLimitCounter, type RateLimitLease } from '../../../../src/domain/rate-limit.ts';

const log = { info: vi.fn(), error: vi.fn() };

/** One counter, as the object of a bucket has it, and any number of isolates that ask it. */
function network(limit: number) {
  const time = { now: 0 };
  const clock = { now: () => time.now };
  const counters = new Map<string, RateLimitCounter>();
  const leaseFrom = vi.fn(async (bucket: string, ofLimit: number): Promise<RateLimitLease> => {
    const { counter, lease } = grantLease(counters.get(bucket) ?? null, ofLimit, clock.now());
    counters.set(bucket, counter);
    return lease;
  });
  const isolate = () => {
    const limiter = createRateLimiter(leaseFrom, createRateMemory(), clock, log);
    return { take: (bucket = 'key') => limiter.take(bucket, limit) };
  };
  return { time, leaseFrom, isolate };
}

describe('the requests of one key', () => {
  it('are counted down to zero, then refused until the next minute', async () => {
    const { time, isolate } = network(3);
    const { take } = isolate();
    const seen = [await take(), await take(), await take(), await take()];
    expect(seen.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
      [true, 2],
      [true, 1],
      [true, 0],
      [false, 0],
    ]);
    expect(seen[3]).toMatchObject({ limit: 3, resetsAt: 60_000 });
    time.now = 60_000;
    expect(await take()).toMatchObject({ allowed: true, remaining: 2, resetsAt: 120_000 });
  });

  it('are counted one by one where many arrive at once', async () => {
    const { isolate } = network(100);
    const { take } = isolate();
    const seen = await Promise.all(Array.from({ length: 150 }, () => take()));
    expect(seen.filter(({ allowed }) => allowed)).toHaveLength(100);
    expect(await take()).toMatchObject({ allowed: false });
  });

  it('never exceed the limit, over however many isolates', async () => {
    const { isolate } = network(100);
    const isolates = Array.from({ length: 7 }, isolate);
    const seen = await Promise.all(
      Array.from({ length: 70 }, () => isolates.map(({ take }) => take())).flat(),
    );
    const allowed = seen.filter((quota) => quota.allowed).length;
    expect(allowed).toBeLessThanOrEqual(100);
    expect(allowed).toBeGreaterThan(90);
  });

  it('mostly ask nobody, and nobody at all once the minute is used up', async () => {
    const { isolate, leaseFrom } = network(600);
    const { take } = isolate();
    for (let request = 0; request < 300; request += 1) await take();
    expect(leaseFrom.mock.calls.length).toBeLessThan(20);
    for (let request = 0; request < 400; request += 1) await take();
    const calls = leaseFrom.mock.calls.length;
    expect(await take()).toMatchObject({ allowed: false });
    expect(leaseFrom.mock.calls.length).toBe(calls);
  });

  it('do not count against another key', async () => {
    const { take } = network(1).isolate();
    expect(await take('one')).toMatchObject({ allowed: true });
    expect(await take('two')).toMatchObject({ allowed: true });
    expect(await take('one')).toMatchObject({ allowed: false });
  });

  it('are let through where the count is out of reach, and the log says so', async () => {
    const { isolate, leaseFrom } = network(5);
    leaseFrom.mockRejectedValueOnce(new Error('overloaded'));
    expect(await isolate().take()).toEqual({ allowed: true, limit: 5, remaining: 5, resetsAt: 60_000 });
    expect(log.error).toHaveBeenCalledWith(
      'rate_limit.unavailable',
      expect.objectContaining({ error: 'Error' }),
    );
  });
});
