import { describe, expect, it } from 'vitest';
import type { StepMessage } from '../../../../src/domain/queue-messages.ts';
import { SLOT_LEASE_MS } from '../../../../src/adapters/semaphore.ts';
import { SemaphoreState } from '../../../../src/objects/semaphore/semaphore-state.ts';
import { slotDatabase } from '../../../support/slot-database.ts';

const START = 1_000_000;

function call(analysisId: string, step: StepMessage['step'] = 'transcribe', chunk?: number): StepMessage {
  return { version: 1, analysisId, step, ...(chunk !== undefined && { chunk }) };
}

/** A line of which `held` have the slots already. */
function lineWith(limit: number, ...held: readonly string[]): SemaphoreState {
  const line = new SemaphoreState(slotDatabase(), limit);
  for (const id of held) line.acquire(call(id), START);
  return line;
}

const namesOf = (messages: readonly StepMessage[]) => messages.map(({ analysisId }) => analysisId);

describe('the slots of an account', () => {
  it('are no more than its limit, and chunks of one call have one each', () => {
    const line = lineWith(2);
    const granted = [0, 1, 2].map((chunk) => line.acquire(call('long', 'transcribe', chunk), START));
    expect(granted).toEqual([true, true, false]);
  });

  it('are prolonged by asking again, and free once nobody has asked for a minute', () => {
    const line = lineWith(1, 'first');
    expect(line.acquire(call('first'), START + SLOT_LEASE_MS - 1)).toBe(true);
    expect(line.acquire(call('second'), START + 2 * SLOT_LEASE_MS - 2)).toBe(false);
    expect(line.acquire(call('second'), START + 2 * SLOT_LEASE_MS - 1)).toBe(true);
  });

  it('that are given back twice are free once', () => {
    const line = lineWith(1, 'first');
    line.release(call('first'));
    line.release(call('first'));
    expect(line.acquire(call('second'), START)).toBe(true);
    expect(line.acquire(call('third'), START)).toBe(false);
  });
});

describe('whoever waits in line', () => {
  it('is called in the order in which it came, judgements first, once, and as many as there are slots', () => {
    const line = lineWith(2, 'first', 'second');
    for (const id of ['third', 'fourth', 'third']) line.enqueue(call(id));
    line.enqueue(call('done', 'analyse'));
    expect(line.grantNext(START)).toEqual([]);
    line.release(call('first'));
    line.release(call('second'));
    expect(namesOf(line.grantNext(START))).toEqual(['done', 'third']);
    expect(line.grantNext(START)).toEqual([]);
    line.release(call('third'));
    expect(namesOf(line.grantNext(START))).toEqual(['fourth']);
  });

  it('is not passed by who comes later, and finds its slot kept when it arrives', () => {
    const line = lineWith(1, 'first');
    line.enqueue(call('second'));
    line.release(call('first'));
    expect(line.acquire(call('third'), START)).toBe(false);
    line.grantNext(START);
    expect(line.acquire(call('third'), START)).toBe(false);
    expect(line.acquire(call('second'), START + SLOT_LEASE_MS)).toBe(true);
  });

  it('takes the slot of a worker that died', () => {
    const line = lineWith(1, 'first');
    line.enqueue(call('second'));
    expect(line.earliestExpiry()).toBe(START + SLOT_LEASE_MS);
    expect(line.grantNext(START + SLOT_LEASE_MS - 1)).toEqual([]);
    expect(namesOf(line.grantNext(START + SLOT_LEASE_MS))).toEqual(['second']);
  });

  it('and is given up is not called', () => {
    const line = lineWith(1, 'first');
    line.enqueue(call('second'));
    line.release(call('second'));
    line.release(call('first'));
    expect(line.grantNext(START)).toEqual([]);
  });
});
