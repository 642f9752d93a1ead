import { isRescoring } from '../domain/analysis.ts';
import type { Job } from '../domain/job.ts';
import type { Task } from '../domain/task.ts';
import type { ObjectStorage } from './concern.ts';

const KEY = 'job';

/** As jobs were stored while every step was one task. */
type SingleTaskJob = Omit<Job, 'chunks' | 'tasks'> & Omit<Task, 'chunk' | 'isDone'>;

/** The job as it is stored, and nowhere else: concerns read it, the keeper writes it. */
export class StoredJob {
  readonly #storage: ObjectStorage;

  constructor(storage: ObjectStorage) {
    this.#storage = storage;
  }

  /** `null` where there never was one, or the analysis was deleted. */
  read(): Job | null {
    const stored = this.#storage.get<Job | SingleTaskJob>(KEY) ?? null;
    return stored === null || 'tasks' in stored ? stored : withTasks(stored);
  }

  write(job: Job): void {
    this.#storage.put(KEY, job);
  }

  forget(): void {
    this.#storage.delete(KEY);
  }
}

function withTasks({ analysis, step, deleteAt, deletion, ...rest }: SingleTaskJob): Job {
  const isDone = analysis.status === 'completed' && !isRescoring(analysis);
  const { attempt, forgivenAttempts, announcements, leaseUntil, watchAt, lastFailure } = rest;
  const counts = { attempt, forgivenAttempts, announcements, leaseUntil, watchAt, lastFailure };
  return { analysis, step, chunks: null, tasks: [{ chunk: null, isDone, ...counts }], deleteAt, deletion };
}
