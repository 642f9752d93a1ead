import { describe, expect, it } from 'vitest';
import { ObjectStorage } from '../../../src/objects/storage.ts';
import { type Timer, Timers } from '../../../src/objects/timers.ts';
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

  it('wakes it again for a timer that failed before it could say when', async () => {
    const { memory, timers } = timersOf(timer(null, () => Promise.reject(new Error('away'))));
    await timers.run();
    expect(memory.alarmAt).toBe(NOW + 30_000);
  });
});
