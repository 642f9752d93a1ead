import type { BatchObjects, IdempotencyKeys } from '../../adapters/objects.ts';
import type { StepQueues } from '../../adapters/ports.ts';
import type { AnalysisRef } from '../../adapters/storage/ports.ts';
import type { AnalysisProjection } from '../../db/analyses/projection.ts';
import { Job } from '../../domain/job.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { type DurableStorage, ObjectStorage, type StoredRecord } from '../storage.ts';
import type { BackOffDeps } from '../timers.ts';

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

export interface AnalysisObjectDeps extends BackOffDeps {
  readonly queues: StepQueues;
  readonly batches: Pick<BatchObjects, 'ended'>;
  readonly idempotencyKeys: Pick<IdempotencyKeys, 'forget'>;
  readonly entries: (tenant: Tenant) => AnalysisProjection;
  /** Removes recording, transcript and reports. May be repeated. */
  readonly purgeContent: (ref: AnalysisRef) => Promise<void>;
}
