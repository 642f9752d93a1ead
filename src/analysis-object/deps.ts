import type { Analysis } from '../domain/analysis.ts';
import type { DeletionReceipt, Removal } from '../domain/deletion.ts';
import type { AnalysisRef, BatchObjects, Clock, Log, StepQueues } from '../platform/ports.ts';

/** The rows of one account and mode, as far as an analysis object writes them. Every write may be repeated. */
export interface AnalysisEntries {
  /** Writes the list row unless a newer version is there. */
  project(analysis: Analysis): Promise<void>;
  /** Makes the analysis found by its agent and contact. */
  index(analysis: Analysis): Promise<void>;
  /** Takes the analysis out of lists and searches. */
  remove(removal: Removal): Promise<void>;
  addReceipt(receipt: DeletionReceipt): Promise<void>;
}

export interface AnalysisObjectDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly queues: StepQueues;
  readonly batches: Pick<BatchObjects, 'ended'>;
  readonly entries: (accountId: string, livemode: boolean) => AnalysisEntries;
  /** Removes recording, transcript and reports. May be repeated. */
  readonly purgeContent: (ref: AnalysisRef) => Promise<void>;
}
