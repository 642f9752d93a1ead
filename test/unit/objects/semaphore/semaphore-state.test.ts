import { describe, expect, it } from 'vitest';
import type { StepMessage } from '../../../../src/domain/queue-messages.ts';
import { SLOT_LEASE_MS } from '../../../../src/adapters/semaphore.ts';
import { SemaphoreState } from '../../../../src/objects/semaphore/semaphore-state.ts';
import { slotDatabase } from '../../../support/slot-database.ts';

const START = 1_000_000;

/** Ids of analyses by their names here. */
const IDS = new Map<string, string>();

function idOf(name: string): string {
  const id = IDS.get(name) ?? crypto.randomUUID();
  IDS.set(name, id);
  return id;
}

function call(name: string, step: StepMessage['step'] = 'transcribe', chunk?: number): StepMessage {
  return { version: 1, analysisId: idOf(name), step, ...(chunk !== undefined && { chunk }) };
}

/** A semaphore of which `held` have the slots already. */
function semaphoreWith(limit: number, ...held: readonly string[]): SemaphoreState {
  const semaphore = new SemaphoreState(slotDatabase(), limit);
  for (const id of held) semaphore.acquire(call(id), START);
  return semaphore;
}

const namesOf = (messages: readonly StepMessage[]) =>
  messages.map(({ analysisId }) => [...IDS].find(([, id]) => id === analysisId)?.[0]);

describe('the slots of an account', () => {
  it('are no more than its limit, and chunks of one call have one each', () => {
    const semaphore = semaphoreWith(2);
    const granted = [0, 1, 2].map((chunk) => semaphore.acquire(call('long', 'transcribe', chunk), START));
    expect(granted).toEqual([true, true, false]);
  });

  it('are prolonged by asking again, and free once nobody has asked for a minute', () => {
    const semaphore = semaphoreWith(1, 'first');
    expect(semaphore.acquire(call('first'), START + SLOT_LEASE_MS - 1)).toBe(true);
    expect(semaphore.acquire(call('second'), START + 2 * SLOT_LEASE_MS - 2)).toBe(false);
    expect(semaphore.acquire(call('second'), START + 2 * SLOT_LEASE_MS - 1)).toBe(true);
  });

  it('that are given back twice are free once', () => {
    const semaphore = semaphoreWith(1, 'first');
    semaphore.release(call('first'));
    semaphore.release(call('first'));
    expect(semaphore.acquire(call('second'), START)).toBe(true);
    expect(semaphore.acquire(call('third'), START)).toBe(false);
  });
});

describe('a task that waits', () => {
  it('is granted a slot in the order in which it came, analyses first, once, and as many as there are slots', () => {
    const semaphore = semaphoreWith(2, 'first', 'second');
    for (const id of ['third', 'fourth', 'third']) semaphore.enqueue(call(id));
    semaphore.enqueue(call('done', 'analyse'));
    expect(semaphore.grantNext(START)).toEqual([]);
    semaphore.release(call('first'));
    semaphore.release(call('second'));
    expect(namesOf(semaphore.grantNext(START))).toEqual(['done', 'third']);
    expect(semaphore.grantNext(START)).toEqual([]);
    semaphore.release(call('third'));
    expect(namesOf(semaphore.grantNext(START))).toEqual(['fourth']);
  });

  it('is not overtaken by one that comes later, and finds its slot kept when it arrives', () => {
    const semaphore = semaphoreWith(1, 'first');
    semaphore.enqueue(call('second'));
    semaphore.release(call('first'));
    expect(semaphore.acquire(call('third'), START)).toBe(false);
    semaphore.grantNext(START);
    expect(semaphore.acquire(call('third'), START)).toBe(false);
    expect(semaphore.acquire(call('second'), START + SLOT_LEASE_MS)).toBe(true);
  });

  it('takes the slot of a worker that died', () => {
    const semaphore = semaphoreWith(1, 'first');
    semaphore.enqueue(call('second'));
    expect(semaphore.earliestExpiry()).toBe(START + SLOT_LEASE_MS);
    expect(semaphore.grantNext(START + SLOT_LEASE_MS - 1)).toEqual([]);
    expect(namesOf(semaphore.grantNext(START + SLOT_LEASE_MS))).toEqual(['second']);
  });

  it('and is given up gets none', () => {
    const semaphore = semaphoreWith(1, 'first');
    semaphore.enqueue(call('second'));
    semaphore.release(call('second'));
    semaphore.release(call('first'));
    expect(semaphore.grantNext(START)).toEqual([]);
  });
});
