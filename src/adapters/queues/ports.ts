import type { StepMessage } from '../../domain/queue-messages.ts';

export interface StepQueues {
  /** Messages of one step; sent together, so that they can be worked on side by side. */
  enqueue(messages: readonly StepMessage[]): Promise<void>;
}

/** The content of the items of a batch, on its way to the analyses. */
export interface BatchChunkQueue {
  enqueue(batchId: string, chunks: readonly number[]): Promise<void>;
  remove(accountId: string, batchId: string, chunks: readonly number[]): Promise<void>;
}
