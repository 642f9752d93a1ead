import { z } from 'zod';
import { describeError } from '../../adapters/log.ts';
import type { StoredRecord } from '../storage.ts';
import { BackOff, SingleRun, type Timer } from '../timers.ts';
import type { AnalysisContext, AnalysisObjectDeps, Observer } from './context.ts';

/** How long a write may take before it is looked after. */
export const RETRY_MS = 5_000;

/** Keeps the list row up to date. One write at a time; changes made meanwhile are written together. */
export class Projection implements Timer, Observer {
  readonly #job: AnalysisContext['job'];
  readonly #deps: AnalysisObjectDeps;
  /** Version of the analysis that the row shows. */
  readonly #version: StoredRecord<number>;
  readonly #backOff: BackOff;
  readonly #writing = new SingleRun();

  constructor({ storage, job }: AnalysisContext, deps: AnalysisObjectDeps) {
    this.#job = job;
    this.#deps = deps;
    this.#backOff = new BackOff(storage, 'projection_failures', deps);
    this.#version = storage.record({ key: 'projected_version', version: 1, schema: z.int() });
  }

  dueAt(nowMs: number): number | null {
    return this.isCurrent() ? null : (this.#backOff.retryAt() ?? nowMs + RETRY_MS);
  }

  /** Whether the row says what the job says. */
  isCurrent(): boolean {
    const job = this.#job.read();
    return job === null || (this.#version.read() ?? 0) >= job.analysis.version;
  }

  /** Not while a failure is waited out: a database that is busy is not asked by every step of every analysis. */
  async run(): Promise<void> {
    if (!this.#backOff.isWaiting()) await this.runNow();
  }

  /** The same for somebody who waits for the row. */
  runNow(): Promise<void> {
    return this.#writing.run(() => this.#projectLatest());
  }

  /** Resolves when no write is under way. */
  idle(): Promise<void> {
    return this.#writing.idle();
  }

  forget(): void {
    this.#version.delete();
    this.#backOff.succeeded();
  }

  async #projectLatest(): Promise<void> {
    for (let job = this.#job.read(); job && !this.isCurrent(); job = this.#job.read()) {
      const { analysis } = job;
      try {
        await this.#deps.entries(analysis).project(analysis);
      } catch (error) {
        if (this.#job.read())
          this.#backOff.failed('analysis.projection_failed', {
            analysis: analysis.id,
            ...describeError(error),
          });
        return;
      }
      if (!this.#job.read()) return;
      this.#version.write(analysis.version);
      this.#backOff.succeeded();
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
  readonly #backOff: BackOff;
  readonly #writing = new SingleRun();

  constructor({ storage, job }: AnalysisContext, projection: Projection, deps: AnalysisObjectDeps) {
    this.#job = job;
    this.#projection = projection;
    this.#deps = deps;
    this.#backOff = new BackOff(storage, 'index_failures', deps);
    this.#indexed = storage.record({ key: 'indexed', version: 1, schema: z.boolean() });
  }

  dueAt(nowMs: number): number | null {
    if (this.#isDone()) return null;
    const retryAt = this.#backOff.retryAt() ?? nowMs + RETRY_MS;
    // Its row comes first.
    return Math.max(retryAt, this.#projection.dueAt(nowMs) ?? 0);
  }

  async run(): Promise<void> {
    if (!this.#backOff.isWaiting()) await this.#writing.run(() => this.#enter());
  }

  /** Resolves when no write is under way. */
  idle(): Promise<void> {
    return this.#writing.idle();
  }

  forget(): void {
    this.#indexed.delete();
    this.#backOff.succeeded();
  }

  async #enter(): Promise<void> {
    const job = this.#job.read();
    if (!job || this.#isDone() || !this.#projection.isCurrent()) return;
    const { analysis } = job;
    try {
      await this.#deps.entries(analysis).index(analysis);
      if (!this.#job.read()) return;
      this.#indexed.write(true);
      this.#backOff.succeeded();
    } catch (error) {
      if (this.#job.read())
        this.#backOff.failed('analysis.indexing_failed', { analysis: analysis.id, ...describeError(error) });
    }
  }

  #isDone(): boolean {
    const submission = this.#job.read()?.analysis.submission;
    if (!submission || (submission.agentId === null && submission.contactId === null)) return true;
    return this.#indexed.read() ?? false;
  }
}
