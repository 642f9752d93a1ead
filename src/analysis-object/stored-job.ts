import type { Job } from '../domain/job.ts';
import type { ObjectStorage } from './concern.ts';

const KEY = 'job';

/** The job as it is stored, and nowhere else: concerns read it, the keeper writes it. */
export class StoredJob {
  readonly #storage: ObjectStorage;

  constructor(storage: ObjectStorage) {
    this.#storage = storage;
  }

  /** `null` where there never was one, or the analysis was deleted. */
  read(): Job | null {
    return this.#storage.get<Job>(KEY) ?? null;
  }

  write(job: Job): void {
    this.#storage.put(KEY, job);
  }

  forget(): void {
    this.#storage.delete(KEY);
  }
}
