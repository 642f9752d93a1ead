import type { BatchChunks, CallbackObjects, Clock, Log } from '../platform/ports.ts';
import type { BatchState } from '../domain/batch.ts';

export interface BatchObjectDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly chunks: BatchChunks;
  readonly callbacks: Pick<CallbackObjects, 'announce'>;
  /** JSON that a receiver of `batch.completed` gets. */
  readonly body: (state: BatchState) => string;
}
