import { describe, expect, it } from 'vitest';
import {
  afterAttempt,
  asCancelled,
  asRedelivery,
  type Delivery,
  type DeliveryAttempt,
  MAX_DELIVERY_ATTEMPTS,
  newDelivery,
} from '../../../src/domain/delivery.ts';

const START = Date.UTC(2026, 2, 25);
const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];

const fresh = newDelivery(
  {
    id: 'msg_1',
    event: 'analysis.completed',
    webhookId: null,
    url: 'https://x.test/',
    format: 'v1-analyses',
  },
  START,
);

const answered = (startedAt: number, statusCode: number | null): DeliveryAttempt => ({
  startedAt,
  durationMs: 0,
  statusCode,
  response: statusCode === null ? null : '',
  error: statusCode === null ? 'timed_out' : null,
});

interface Circumstances {
  readonly retryAfterMs: number | null;
  readonly random: number;
}

const middling: Circumstances = { retryAfterMs: null, random: 0.5 };

/** Answers one attempt after another, each when it is due. */
function answer(
  delivery: Delivery,
  statuses: readonly (number | null)[],
  how: Circumstances = middling,
): Delivery {
  return statuses.reduce<Delivery>(
    (before, status) => afterAttempt(before, answered(before.nextAttemptAt ?? Number.NaN, status), how),
    delivery,
  );
}

function waits(delivery: Delivery): number[] {
  const starts = delivery.attempts.map(({ startedAt }) => startedAt);
  return starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
}

describe('a delivery', () => {
  it('is tried eight times, at 0, 1 min, 5 min, 30 min, 2 h, 5 h, 10 h and 24 h after one another', () => {
    const failed = answer(fresh, Array<number>(MAX_DELIVERY_ATTEMPTS).fill(500));
    expect(fresh.nextAttemptAt).toBe(START);
    expect(waits(failed)).toEqual([
      MINUTE,
      5 * MINUTE,
      30 * MINUTE,
      2 * HOUR,
      5 * HOUR,
      10 * HOUR,
      24 * HOUR,
    ]);
    expect(failed).toMatchObject({ status: 'failed', nextAttemptAt: null, id: 'msg_1' });
  });

  it('is moved by random by at most a fifth of each wait', () => {
    const [early, late] = [0, 1].map((random) => answer(fresh, [500], { retryAfterMs: null, random }));
    expect(early?.nextAttemptAt).toBe(START + 48 * SECOND);
    expect(late?.nextAttemptAt).toBe(START + 72 * SECOND);
  });

  it.each([
    [7 * SECOND, 7 * SECOND],
    [0, SECOND],
    [365 * 24 * HOUR, 24 * HOUR],
  ])('waits as long as Retry-After says (%i ms), within bounds', (retryAfterMs, expected) => {
    expect(answer(fresh, [429], { retryAfterMs, random: 0 }).nextAttemptAt).toBe(START + expected);
  });

  it.each([200, 201, 204, 299])('is over with %i', (status) => {
    expect(answer(fresh, [500, status])).toMatchObject({ status: 'delivered', nextAttemptAt: null });
  });

  it.each([100, 301, 302, 400, 404, 429, 500, null])('is tried again after %s', (status) => {
    expect(answer(fresh, [status])).toMatchObject({ status: 'pending' });
  });

  it('is given up at once with 410', () => {
    expect(answer(fresh, [410])).toMatchObject({ status: 'failed', nextAttemptAt: null });
  });

  it('starts the schedule again when it is asked for again, and keeps its id and its log', () => {
    const failed = answer(fresh, Array<null>(MAX_DELIVERY_ATTEMPTS).fill(null));
    const again = answer(asRedelivery(failed, START + 100 * HOUR), [500, 200]);
    expect(again).toMatchObject({ id: 'msg_1', status: 'delivered' });
    expect(again.attempts).toHaveLength(MAX_DELIVERY_ATTEMPTS + 2);
    expect(waits(again).at(-1)).toBe(MINUTE);
  });

  it('can be cancelled until it is over, and changes its version with each change only', () => {
    expect(asCancelled(fresh)).toMatchObject({ status: 'cancelled', version: 2, nextAttemptAt: null });
    const delivered = answer(fresh, [200]);
    expect(asCancelled(delivered)).toBe(delivered);
    expect(delivered.version).toBe(2);
  });

  it('keeps a log of bounded length, however often it is asked for again', () => {
    let delivery: Delivery = fresh;
    for (let round = 0; round < 60; round += 1) delivery = answer(asRedelivery(delivery, START), [200]);
    expect(delivery.attempts).toHaveLength(20);
  });
});
