import type { StepMessage } from '../domain/queue-messages.ts';

/** How many tasks of an account ask models at a time. */
export interface Semaphore {
  /** Whether the task has a slot; asking again prolongs it. */
  acquire(accountId: string, message: StepMessage): Promise<boolean>;
  /** The task is announced again once there is a slot for it. Never throws. */
  enqueue(accountId: string, message: StepMessage): Promise<void>;
  /** Gives the slot back. Never throws: what is not given back is free after a minute. */
  release(accountId: string, message: StepMessage): Promise<void>;
}
