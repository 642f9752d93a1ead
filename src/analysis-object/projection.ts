import { describeError } from '../platform/log.ts';
import { SingleRun } from '../platform/single-run.ts';
import type { Concern, ObjectStorage } from './concern.ts';
import type { AnalysisObjectDeps } from './deps.ts';
import type { StoredJob } from './stored-job.ts';

const KEY = 'projected_version';
export const RETRY_MS = 5_000;

/** Keeps the list row up to date. One write at a time; changes made meanwhile are written together. */
export class Projection implements Concern {
  readonly #storage: ObjectStorage;
  readonly #job: StoredJob;
  readonly #deps: AnalysisObjectDeps;
  readonly #writing = new SingleRun();

  constructor(storage: ObjectStorage, job: StoredJob, deps: AnalysisObjectDeps) {
    this.#storage = storage;
    this.#job = job;
    this.#deps = deps;
  }

  dueAt(nowMs: number): number | null {
    return this.isCurrent() ? null : nowMs + RETRY_MS;
  }

  /** Whether the row says what the job says. */
  isCurrent(): boolean {
    const job = this.#job.read();
    return job === null || this.#version() >= job.analysis.version;
  }

  run(): Promise<void> {
    return this.#writing.run(() => this.#projectLatest());
  }

  /** Resolves when no write is under way. */
  idle(): Promise<void> {
    return this.#writing.idle();
  }

  forget(): void {
    this.#storage.delete(KEY);
  }

  async #projectLatest(): Promise<void> {
    for (let job = this.#job.read(); job && !this.isCurrent(); job = this.#job.read()) {
      const { analysis } = job;
      try {
        await this.#deps.entries(analysis.accountId, analysis.livemode).project(analysis);
      } catch (error) {
        this.#deps.log.error('analysis.projection_failed', {
          analysis: analysis.id,
          ...describeError(error),
        });
        return;
      }
      if (this.#job.read()) this.#storage.put(KEY, analysis.version);
    }
  }

  #version(): number {
    return this.#storage.get<number>(KEY) ?? 0;
  }
}
