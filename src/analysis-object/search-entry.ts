import { describeError } from '../platform/log.ts';
import { SingleRun } from '../platform/single-run.ts';
import type { Concern, ObjectStorage } from './concern.ts';
import type { AnalysisObjectDeps } from './deps.ts';
import { type Projection, RETRY_MS } from './projection.ts';
import type { StoredJob } from './stored-job.ts';

const KEY = 'indexed';

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
    this.#storage.delete(KEY);
  }

  async #enter(): Promise<void> {
    const job = this.#job.read();
    if (!job || this.#isDone() || !this.#projection.isCurrent()) return;
    const { analysis } = job;
    try {
      await this.#deps.entries(analysis.accountId, analysis.livemode).index(analysis);
      if (this.#job.read()) this.#storage.put(KEY, true);
    } catch (error) {
      this.#deps.log.error('analysis.indexing_failed', { analysis: analysis.id, ...describeError(error) });
    }
  }

  #isDone(): boolean {
    const submission = this.#job.read()?.analysis.submission;
    if (!submission || (submission.agentId === null && submission.contactId === null)) return true;
    return this.#storage.get<boolean>(KEY) ?? false;
  }
}
