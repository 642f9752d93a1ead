import type { StepMessage } from '../../domain/queue-messages.ts';

/** The queues that steps of analyses wait in. */
export interface StepQueues {
  /** Messages of one step, sent together so that they are worked on in parallel. */
  enqueue(messages: readonly StepMessage[]): Promise<void>;
}

/** The chunks of a batch whose items are to become analyses. Positions of chunks count from 0. */
export interface BatchChunkQueue {
  enqueue(batchId: string, chunks: readonly number[]): Promise<void>;
  /** Removes the stored content of the chunks. */
  remove(accountId: string, batchId: string, chunks: readonly number[]): Promise<void>;
}
