import { describe, expect, it } from 'vitest';
import {
  claimKey,
  holdsKey,
  isKeptOf,
  KEY_KEPT_MS,
  KEY_LEASE_MS,
  type KeyRecord,
} from '../../../src/domain/idempotency.ts';

const answer = { status: 202, headers: {}, body: '{}', sealed: false, scopes: [] };

function claimed(holder: string, nowMs: number): KeyRecord {
  const { record } = claimKey(null, holder, nowMs);
  if (!record) throw new Error('not claimed');
  return record;
}

describe('an idempotency key', () => {
  it('lets one request answer, and tells the others how long its lease lasts', () => {
    const first = claimed('one', 1000);
    expect(claimKey(first, 'two', 5000)).toEqual({
      claim: { type: 'in_flight', retryAfterMs: KEY_LEASE_MS - 4000 },
      record: null,
    });
  });

  it('goes to another request when the lease ran out, and then no longer to the first', () => {
    const { claim, record } = claimKey(claimed('one', 0), 'two', KEY_LEASE_MS);
    expect(claim).toEqual({ type: 'claimed' });
    expect([holdsKey(record, 'one'), holdsKey(record, 'two')]).toEqual([false, true]);
  });

  it('has its answer for a day from its first use, and is new afterwards', () => {
    const answered = { state: 'answered', fingerprint: 'f', answer, expiresAt: KEY_KEPT_MS } as const;
    expect(claimKey(answered, 'two', KEY_KEPT_MS - 1).claim).toEqual({
      type: 'answered',
      fingerprint: 'f',
      answer,
    });
    expect(claimKey(answered, 'two', KEY_KEPT_MS).claim).toEqual({ type: 'claimed' });
    expect(holdsKey(answered, 'one')).toBe(false);
  });

  it('keeps the answer of a later request when what it made more than a day before is deleted', () => {
    expect(isKeptOf(claimed('one', 1000), 1500)).toBe(true);
    expect(isKeptOf(claimed('two', 1000 + 1.5 * KEY_KEPT_MS), 1500)).toBe(false);
  });
});
