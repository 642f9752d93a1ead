import type { Clock } from '../../adapters/clock.ts';
import type { Log } from '../../adapters/log.ts';
import type { BatchObjects } from '../../adapters/objects.ts';
import type { StepQueues } from '../../adapters/ports.ts';
import type { AnalysisRef } from '../../adapters/storage/ports.ts';
import type { Analysis } from '../../domain/analysis.ts';
import { type DeletionReceipt, Job, type Removal } from '../../domain/job.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { type DurableStorage, ObjectStorage, type StoredRecord } from '../storage.ts';

/** What the parts of an analysis object share: its storage, and the job, which only `AnalysisLifecycle` writes. */
export interface AnalysisContext {
  readonly storage: ObjectStorage;
  /** Without a value where there never was an analysis, or it was deleted. */
  readonly job: StoredRecord<Job>;
}

export function openContext(durable: DurableStorage): AnalysisContext {
  const storage = new ObjectStorage(durable);
  return { storage, job: storage.record({ key: 'job', version: 1, schema: Job }) };
}

/** Follows the changes of the job. What it stores is stored together with the change, or not at all. */
export interface Observer {
  /** The job was just written; `before` is the one it replaces. */
  changed?(job: Job, before: Job | null): void;
  /** The analysis is being deleted: drops what is stored. */
  forget(): void;
}

/** The rows of one tenant, as far as an analysis object writes them. Every write may be repeated. */
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
  readonly entries: (tenant: Tenant) => AnalysisEntries;
  /** Removes recording, transcript and reports. May be repeated. */
  readonly purgeContent: (ref: AnalysisRef) => Promise<void>;
}
