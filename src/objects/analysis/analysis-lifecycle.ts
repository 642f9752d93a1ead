import { describeError } from '../../adapters/log.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { Reply } from '../../adapters/objects.ts';
import type { Analysis } from '../../domain/analysis.ts';
import { openTasks, type Job, type LifecycleEvent } from '../../domain/job.ts';
import { advance, begin } from '../../domain/lifecycle.ts';
import type { TaskRef } from '../../domain/task.ts';
import { type Concern, earliestDueAt, type ObjectStorage } from '../timers.ts';
import { BatchNotifier } from './batch-notifier.ts';
import { type AnalysisObjectDeps, StoredJob } from './context.ts';
import { Deadlines } from './deadlines.ts';
import { Deletion } from './deletion.ts';
import { Projection, SearchEntry } from './projection.ts';

/** What the caller is told must be true of the list at once; what workers report may follow. */
const AWAITED_EVENTS: ReadonlySet<LifecycleEvent['type']> = new Set(['cancel', 'retry', 'rescore', 'rename']);

/**
 * Owns the status of one analysis: the only writer of it. Whatever it accepted is stored before it answers,
 * and the alarm is set for the earliest of what its concerns wait for.
 */
export class AnalysisLifecycle {
  readonly #storage: ObjectStorage;
  readonly #deps: AnalysisObjectDeps;
  readonly #background: (work: Promise<unknown>) => void;
  readonly #job: StoredJob;
  readonly #projection: Projection;
  readonly #searchEntry: SearchEntry;
  readonly #deletion: Deletion;
  readonly #batchNotice: BatchNotifier;
  readonly #concerns: readonly Concern[];

  /** `attending`: concerns of those who are told what happens. They come last, since they wait for others. */
  constructor(
    storage: ObjectStorage,
    deps: AnalysisObjectDeps,
    background: (work: Promise<unknown>) => void,
    attending: readonly Concern[] = [],
  ) {
    this.#storage = storage;
    this.#deps = deps;
    this.#background = background;
    this.#job = new StoredJob(storage);
    this.#projection = new Projection(storage, this.#job, deps);
    this.#searchEntry = new SearchEntry(storage, this.#job, this.#projection, deps);
    const writesDone = () => Promise.all([this.#projection.idle(), this.#searchEntry.idle()]);
    this.#deletion = new Deletion(storage, deps, writesDone);
    this.#batchNotice = new BatchNotifier(storage, deps);
    const deadlines = new Deadlines(this.#job, deps.log, (event) => this.send(event));
    this.#concerns = [
      deadlines,
      this.#projection,
      this.#searchEntry,
      this.#batchNotice,
      this.#deletion,
      ...attending,
    ];
  }

  /**
   * Accepts a new analysis and announces its first step; it is in the list once this has answered, if the database is within
   * reach. Creating it again, or after its deletion, changes nothing.
   */
  async create(analysis: Analysis): Promise<void> {
    if (this.#deletion.owner()) return;
    if (!this.#job.read()) {
      const job = begin(analysis, this.#deps.clock.now());
      await this.#commit(job, null, openTasks(job));
    }
    await this.#projection.run();
    await this.#searchEntry.run();
    await this.#schedule();
  }

  read(): Job | null {
    return this.#job.read();
  }

  async send(event: LifecycleEvent): Promise<Reply> {
    const job = this.#job.read();
    if (!job) return { accepted: false, reason: 'unknown' };
    const transition = advance(job, event, this.#deps.clock.now());
    if (!transition.accepted) return transition;
    await this.#commit(transition.job, job, transition.enqueue);
    const projected = this.#projection
      .run()
      .then(() => this.#batchNotice.run())
      .then(() => this.#schedule());
    if (AWAITED_EVENTS.has(event.type)) await projected;
    else this.#background(projected);
    return { accepted: true, job: transition.job };
  }

  /**
   * Deletes the analysis of this owner; says whether there is or was one. Once this has answered, it is deleted:
   * what could not be removed at once is removed by the alarm.
   */
  async remove(owner: Tenant, requestedBy: string | null): Promise<boolean> {
    const known = this.#job.read()?.analysis ?? this.#deletion.owner();
    if (!known || known.accountId !== owner.accountId || known.livemode !== owner.livemode) return false;
    await this.send({ type: 'delete', requestedBy });
    await this.#deletion.run();
    await this.#schedule();
    return true;
  }

  async alarm(): Promise<void> {
    for (const concern of this.#concerns) {
      await concern.run().catch((error: unknown) => {
        this.#deps.log.error('analysis.alarm_failed', describeError(error));
      });
    }
    await this.#schedule();
  }

  async #commit(job: Job, before: Job | null, announce: readonly TaskRef[]): Promise<void> {
    if (job.deletion) this.#bury(job, job.deletion);
    else {
      this.#job.write(job);
      for (const concern of this.#concerns) concern.changed?.(job, before);
    }
    await this.#schedule();
    if (announce.length > 0) await this.#announce(job.analysis.id, announce);
  }

  /** One write: there is either the job with all that belongs to it, or the tombstone. */
  #bury(job: Job, cause: NonNullable<Job['deletion']>): void {
    this.#deletion.mark(job, cause);
    this.#job.forget();
    for (const concern of this.#concerns) concern.forget();
  }

  async #announce(analysisId: string, tasks: readonly TaskRef[]): Promise<void> {
    try {
      await this.#deps.queues.enqueue(tasks.map((task) => ({ version: 1, analysisId, ...task })));
    } catch (error) {
      // The alarm that is already set announces it again.
      this.#deps.log.error('analysis.announce_failed', {
        analysis: analysisId,
        step: tasks[0]?.step,
        ...describeError(error),
      });
    }
  }

  /** Sets the alarm anew: a concern has something to do that the job does not know of. */
  reschedule(): Promise<void> {
    return this.#schedule();
  }

  async #schedule(): Promise<void> {
    const now = this.#deps.clock.now();
    const at = earliestDueAt(this.#concerns, now);
    if (at === null) await this.#storage.deleteAlarm();
    else await this.#storage.setAlarm(Math.max(at, now));
  }
}
