import type { StepMessage } from '../domain/queue-messages.ts';
import { describeError, type Log } from './log.ts';
import type { ObjectClient } from './objects.ts';

/** A slot whose holder has not asked for this long is free again. */
export const SLOT_LEASE_MS = 60_000;

/** Limits how many tasks of an account call models at a time. */
export interface Semaphore {
  /** Whether the task has a slot, for `SLOT_LEASE_MS`; asking again prolongs it. Never throws. */
  acquire(accountId: string, message: StepMessage): Promise<boolean>;
  /** The task is enqueued again once there is a slot for it. Never throws. */
  enqueue(accountId: string, message: StepMessage): Promise<void>;
  /** Gives the slot back. Never throws: a slot that is not given back is free after `SLOT_LEASE_MS`. */
  release(accountId: string, message: StepMessage): Promise<void>;
}

/** The slots of one account; named by its id. */
export interface SemaphoreMethods {
  acquire(message: StepMessage): Promise<boolean>;
  enqueue(message: StepMessage): Promise<void>;
  release(message: StepMessage): Promise<void>;
}

/** A queued message names its account, so that a task that is over by then gives its slot back. */
export function createSemaphore(slots: ObjectClient<SemaphoreMethods>, log: Log): Semaphore {
  const unavailable = (message: StepMessage, error: unknown) =>
    log.error('slots.unavailable', { analysis: message.analysisId, ...describeError(error) });
  return {
    async acquire(accountId, message) {
      try {
        return await slots.acquire(accountId, message);
      } catch (error) {
        // The limit shares models out; it must not become the reason that nobody has any.
        unavailable(message, error);
        return true;
      }
    },
    async enqueue(accountId, message) {
      const queued = { ...message, slotOf: accountId };
      await slots.enqueue(accountId, queued).catch((error: unknown) => unavailable(message, error));
    },
    async release(accountId, message) {
      await slots.release(accountId, message).catch((error: unknown) => unavailable(message, error));
    },
  };
}
