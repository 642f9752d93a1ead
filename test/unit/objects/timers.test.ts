import { describe, expect, it } from 'vitest';
import { ObjectStorage } from '../../../src/objects/storage.ts';
import { BackOff, type Timer, Timers } from '../../../src/objects/timers.ts';
import { MemoryStorage } from '../../support/memory-storage.ts';

const NOW = 1_000_000;

function timersOf(...timers: Timer[]) {
  const memory = new MemoryStorage();
  const errors: string[] = [];
  const log = { info: () => undefined, error: (event: string) => void errors.push(event) };
  const deps = { clock: { now: () => NOW }, log };
  return { memory, errors, timers: new Timers(new ObjectStorage(memory), deps, timers) };
}

const timer = (at: number | null, run = () => Promise.resolve()): Timer => ({ dueAt: () => at, run });

describe('the alarm of an object', () => {
  it('is set for its earliest timer, never for the past, and not at all where none is due', async () => {
    const both = timersOf(timer(NOW + 2), timer(NOW + 1), timer(null));
    await both.timers.schedule();
    expect(both.memory.alarmAt).toBe(NOW + 1);
    const past = timersOf(timer(1));
    await past.timers.schedule();
    expect(past.memory.alarmAt).toBe(NOW);
    const none = timersOf(timer(null));
    none.memory.alarmAt = NOW + 1;
    await none.timers.schedule();
    expect(none.memory.alarmAt).toBeNull();
  });

  it('is only ever moved forward where that is enough', async () => {
    const { memory, timers } = timersOf(timer(NOW + 2));
    memory.alarmAt = NOW + 1;
    await timers.ensure();
    expect(memory.alarmAt).toBe(NOW + 1);
    memory.alarmAt = NOW + 3;
    await timers.ensure();
    expect(memory.alarmAt).toBe(NOW + 2);
  });

  it('runs every timer, and waits with one that failed', async () => {
    const ran: string[] = [];
    const failing = timer(NOW, () => Promise.reject(new Error('away')));
    const { memory, errors, timers } = timersOf(
      failing,
      timer(null, async () => void ran.push('other')),
    );
    await timers.run();
    expect([ran, errors]).toEqual([['other'], ['object.timer_failed']]);
    expect(memory.alarmAt).toBe(NOW + 30_000);
  });

  it('never throws, and looks again at a timer whose record cannot be read', async () => {
    const unreadable: Timer = {
      dueAt: () => {
        throw new Error('"batch" is stored in version 9');
      },
      run: () => {
        throw new Error('at once');
      },
    };
    const ran: string[] = [];
    const { memory, errors, timers } = timersOf(
      unreadable,
      timer(null, async () => void ran.push('other')),
    );
    await timers.run();
    expect(ran).toEqual(['other']);
    expect(memory.alarmAt).toBe(NOW + 30_000);
    expect(errors).toEqual(['object.timer_failed', 'object.timer_unreadable']);
  });

  it('wakes it again for a timer that failed before it could say when', async () => {
    const { memory, timers } = timersOf(timer(null, () => Promise.reject(new Error('away'))));
    await timers.run();
    expect(memory.alarmAt).toBe(NOW + 30_000);
  });
});

describe('work that fails', () => {
  it('is tried again later each time, spread, and for ever, and says with a count that it is stuck', () => {
    const lines: [string, unknown][] = [];
    const log = {
      info: () => undefined,
      error: (event: string, fields?: Readonly<Record<string, unknown>>) =>
        void lines.push([event, fields?.['failures']]),
    };
    const waits = [0, 1].map((random) => {
      const deps = { clock: { now: () => NOW }, log, random: () => random };
      const memory = new MemoryStorage();
      return Array.from({ length: 21 }, () => {
        // An object that lost its memory goes on counting.
        const backOff = new BackOff(new ObjectStorage(memory), 'failures', deps);
        backOff.failed('analysis.projection_failed', {});
        return (backOff.retryAt() ?? 0) - NOW;
      });
    });
    expect(waits[0]?.slice(0, 6)).toEqual([800, 3_200, 12_800, 51_200, 204_800, 480_000]);
    expect(waits[1]?.slice(0, 3)).toEqual([1_200, 4_800, 19_200]);
    expect(waits[0]?.at(-1)).toBe(0.8 * 3_600_000);
    expect(lines[0]).toEqual(['analysis.projection_failed', 1]);
    expect(lines[20]).toEqual(['analysis.projection_failed_stuck', 21]);
  });
});
