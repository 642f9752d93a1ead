import { describeError } from '../../adapters/log.ts';
import { type Concern, type ObjectStorage, SingleRun } from '../timers.ts';
import type { AnalysisObjectDeps, StoredJob } from './context.ts';

const PROJECTED_VERSION_KEY = 'projected_version';
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
    this.#storage.delete(PROJECTED_VERSION_KEY);
  }

  async #projectLatest(): Promise<void> {
    for (let job = this.#job.read(); job && !this.isCurrent(); job = this.#job.read()) {
      const { analysis } = job;
      try {
        await this.#deps.entries(analysis).project(analysis);
      } catch (error) {
        this.#deps.log.error('analysis.projection_failed', {
          analysis: analysis.id,
          ...describeError(error),
        });
        return;
      }
      if (this.#job.read()) this.#storage.put(PROJECTED_VERSION_KEY, analysis.version);
    }
  }

  #version(): number {
    return this.#storage.get<number>(PROJECTED_VERSION_KEY) ?? 0;
  }
}

const INDEXED_KEY = 'indexed';

/**
 * Makes the analysis found by its agent and contact, once, and after its row is there: whoever takes out a name that no
 * row has any more looks again afterwards, and so one of the two puts it in.
 */
export class SearchEntry implements Concern {
  readonly #storage: ObjectStorage;
  readonly #job: StoredJob;
  readonly #projection: Projection;
  readonly #deps: AnalysisObjectDeps;
  readonly #writing = new SingleRun();

  constructor(storage: ObjectStorage, job: StoredJob, projection: Projection, deps: AnalysisObjectDeps) {
    this.#storage = storage;
    this.#job = job;
    this.#projection = projection;
    this.#deps = deps;
  }

  dueAt(nowMs: number): number | null {
    return this.#isDone() ? null : nowMs + RETRY_MS;
  }

  run(): Promise<void> {
    return this.#writing.run(() => this.#enter());
  }

  /** Resolves when no write is under way. */
  idle(): Promise<void> {
    return this.#writing.idle();
  }

  forget(): void {
    this.#storage.delete(INDEXED_KEY);
  }

  async #enter(): Promise<void> {
    const job = this.#job.read();
    if (!job || this.#isDone() || !this.#projection.isCurrent()) return;
    const { analysis } = job;
    try {
      await this.#deps.entries(analysis).index(analysis);
      if (this.#job.read()) this.#storage.put(INDEXED_KEY, true);
    } catch (error) {
      this.#deps.log.error('analysis.indexing_failed', { analysis: analysis.id, ...describeError(error) });
    }
  }

  #isDone(): boolean {
    const submission = this.#job.read()?.analysis.submission;
    if (!submission || (submission.agentId === null && submission.contactId === null)) return true;
    return this.#storage.get<boolean>(INDEXED_KEY) ?? false;
  }
}
