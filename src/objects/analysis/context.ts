import type { Clock } from '../../adapters/clock.ts';
import type { Log } from '../../adapters/log.ts';
import type { StepQueues } from '../../adapters/queues/ports.ts';
import type { AnalysisRef } from '../../adapters/storage/ports.ts';
import type { BatchObjects } from '../../adapters/objects.ts';
import type { Analysis } from '../../domain/analysis.ts';
import type { DeletionReceipt, Job, Removal } from '../../domain/job.ts';
import { fromJobRecord, type JobRecord, toJobRecord } from '../../domain/stored-job.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { ObjectStorage } from '../timers.ts';

/** The rows of one account and mode, as far as an analysis object writes them. Every write may be repeated. */
interface AnalysisEntries {
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

const KEY = 'job';

/** The job as it is stored, and nowhere else: concerns read it, the keeper writes it. */
export class StoredJob {
  readonly #storage: ObjectStorage;

  constructor(storage: ObjectStorage) {
    this.#storage = storage;
  }

  /** `null` where there never was one, or the analysis was deleted. */
  read(): Job | null {
    const stored = this.#storage.get<JobRecord>(KEY) ?? null;
    return stored === null ? null : fromJobRecord(stored);
  }

  write(job: Job): void {
    this.#storage.put(KEY, toJobRecord(job));
  }

  forget(): void {
    this.#storage.delete(KEY);
  }
}
