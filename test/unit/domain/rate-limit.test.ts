import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantLease, type RateLimitCounter, WINDOW_MS, windowEnd } from '../../../src/domain/rate-limit.ts';

const limits = fc.integer({ min: 1, max: 100_000 });

/** All leases of one window, until the first empty one. */
function drain(limit: number): number[] {
  const leases: number[] = [];
  for (let counter: RateLimitCounter | null = null; ;) {
    const grant = grantLease(counter, limit, 1_000);
    counter = grant.counter;
    if (grant.lease.granted === 0) return leases;
    leases.push(grant.lease.granted);
  }
}

describe('the leases of one window', () => {
  it('add up to the limit exactly, whatever it is', () => {
    fc.assert(
      fc.property(limits, (limit) => {
        expect(drain(limit).reduce((sum, granted) => sum + granted, 0)).toBe(limit);
      }),
    );
  });

  it('spare most requests the question, and never leave much unused elsewhere', () => {
    expect(drain(600).length).toBeLessThan(100);
    expect(Math.max(...drain(600))).toBe(30);
  });

  it('say what is left for others', () => {
    expect(grantLease(null, 600, 0).lease).toEqual({ endsAt: 60_000, granted: 30, remaining: 570 });
  });

  it('begin anew with the next full minute', () => {
    const spent = { endsAt: WINDOW_MS, granted: 600 };
    expect(grantLease(spent, 600, WINDOW_MS - 1).lease.granted).toBe(0);
    expect(grantLease(spent, 600, WINDOW_MS).lease).toMatchObject({ endsAt: 2 * WINDOW_MS, granted: 30 });
  });

  it('are empty where the limit was lowered below what is already granted', () => {
    expect(grantLease({ endsAt: windowEnd(0), granted: 50 }, 10, 0).lease).toMatchObject({
      granted: 0,
      remaining: 0,
    });
  });
});
