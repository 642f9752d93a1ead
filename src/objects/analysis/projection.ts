import { z } from 'zod';
import { describeError } from '../../adapters/log.ts';
import type { StoredRecord } from '../storage.ts';
import { SingleRun, type Timer } from '../timers.ts';
import type { AnalysisContext, AnalysisObjectDeps, Observer } from './context.ts';

/** How long after a failure a write is tried again. */
export const RETRY_MS = 5_000;

/** Keeps the list row up to date. One write at a time; changes made meanwhile are written together. */
export class Projection implements Timer, Observer {
  readonly #job: AnalysisContext['job'];
  readonly #deps: AnalysisObjectDeps;
  /** Version of the analysis that the row shows. */
  readonly #version: StoredRecord<number>;
  readonly #writing = new SingleRun();

  constructor({ storage, job }: AnalysisContext, deps: AnalysisObjectDeps) {
    this.#job = job;
    this.#deps = deps;
    this.#version = storage.record({ key: 'projected_version', version: 1, schema: z.int() });
  }

  dueAt(nowMs: number): number | null {
    return this.isCurrent() ? null : nowMs + RETRY_MS;
  }

  /** Whether the row says what the job says. */
  isCurrent(): boolean {
    const job = this.#job.read();
    return job === null || (this.#version.read() ?? 0) >= job.analysis.version;
  }

  run(): Promise<void> {
    return this.#writing.run(() => this.#projectLatest());
  }

  /** Resolves when no write is under way. */
  idle(): Promise<void> {
    return this.#writing.idle();
  }

  forget(): void {
    this.#version.delete();
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
      if (this.#job.read()) this.#version.write(analysis.version);
    }
  }
}

/**
 * Makes the analysis found by its agent and contact, once, and after its row is there: whoever takes out a name that no
 * row has any more looks again afterwards, and so one of the two puts it in.
 */
export class SearchEntry implements Timer, Observer {
  readonly #job: AnalysisContext['job'];
  readonly #projection: Projection;
  readonly #deps: AnalysisObjectDeps;
  readonly #indexed: StoredRecord<boolean>;
  readonly #writing = new SingleRun();

  constructor({ storage, job }: AnalysisContext, projection: Projection, deps: AnalysisObjectDeps) {
    this.#job = job;
    this.#projection = projection;
    this.#deps = deps;
    this.#indexed = storage.record({ key: 'indexed', version: 1, schema: z.boolean() });
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
    this.#indexed.delete();
  }

  async #enter(): Promise<void> {
    const job = this.#job.read();
    if (!job || this.#isDone() || !this.#projection.isCurrent()) return;
    const { analysis } = job;
    try {
      await this.#deps.entries(analysis).index(analysis);
      if (this.#job.read()) this.#indexed.write(true);
    } catch (error) {
      this.#deps.log.error('analysis.indexing_failed', { analysis: analysis.id, ...describeError(error) });
    }
  }

  #isDone(): boolean {
    const submission = this.#job.read()?.analysis.submission;
    if (!submission || (submission.agentId === null && submission.contactId === null)) return true;
    return this.#indexed.read() ?? false;
  }
}
