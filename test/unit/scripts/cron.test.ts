import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { everyDueMinute, isDue } from '../../../scripts/worker/cron.ts';
import { readWorkerConfig } from '../../../scripts/worker/config.ts';

// A Monday.
const at = (time: string) => new Date(`2026-11-30T${time}Z`);

describe('a cron expression', () => {
  it.each([
    ['17 3 * * *', '03:17:00'],
    ['*/15 * * * *', '12:45:00'],
    ['5,10-12 9-17 * * *', '17:11:59'],
    ['0 0 30 11 *', '00:00:00'],
    ['0 0 * * 2', '00:00:00'],
    ['0 0 1 * 2', '00:00:00'],
  ])('%s means %s', (cron, time) => {
    expect(isDue(cron, at(time))).toBe(true);
  });

  it.each([
    ['17 3 * * *', '03:18:00'],
    ['17 3 * * *', '15:17:00'],
    ['*/15 * * * *', '12:46:00'],
    ['0 0 1 * *', '00:00:00'],
    ['0 0 * * 1', '00:00:00'],
    ['0 0 * 12 *', '00:00:00'],
  ])('%s does not mean %s', (cron, time) => {
    expect(isDue(cron, at(time))).toBe(false);
  });

  it.each(['17 3 * *', '60 3 * * *', '17 3 * * MON', '5-1 * * * *', '*/0 * * * *', 'L * * * *'])(
    'is refused where it cannot be read: %s',
    (cron) => {
      expect(() => isDue(cron, at('00:00:00'))).toThrow(RangeError);
    },
  );

  it('can be read in wrangler.toml', () => {
    for (const cron of readWorkerConfig().triggers.crons) expect(isDue(cron, at('03:16:00'))).toBe(false);
  });
});

describe('the schedule', () => {
  beforeEach(() => void vi.useFakeTimers({ now: at('03:15:30') }));
  afterEach(() => void vi.useRealTimers());

  it('runs what is due once, at the beginning of its minute, until it is stopped', () => {
    const ran: [string, string][] = [];
    const stop = everyDueMinute(['17 3 * * *', '* * * * *'], (cron, time) =>
      ran.push([cron, time.toISOString()]),
    );
    vi.advanceTimersByTime(120_000);
    stop();
    vi.advanceTimersByTime(600_000);
    expect(ran).toEqual([
      ['* * * * *', '2026-11-30T03:16:00.000Z'],
      ['17 3 * * *', '2026-11-30T03:17:00.000Z'],
      ['* * * * *', '2026-11-30T03:17:00.000Z'],
    ]);
  });
});
