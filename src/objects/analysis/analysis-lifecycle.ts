import { describeError } from '../../adapters/log.ts';
import type { Reply } from '../../adapters/objects.ts';
import { type Analysis, isOver } from '../../domain/analysis.ts';
import { type Job, type LifecycleEvent, openTasks, watchTime } from '../../domain/job.ts';
import { advance, begin } from '../../domain/lifecycle.ts';
import type { TaskRef } from '../../domain/task.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { type Timer, Timers } from '../timers.ts';
import { BatchNotifier } from './batch-notifier.ts';
import type { AnalysisContext, AnalysisObjectDeps, Observer } from './context.ts';
import { Deletion } from './deletion.ts';
import { Projection, SearchEntry } from './projection.ts';

/** Events that the list shows once they are answered. What workers report may follow. */
const AWAITED_EVENTS: ReadonlySet<LifecycleEvent['type']> = new Set(['cancel', 'retry', 'rescore', 'rename']);

/** Timers and observers besides the parts of the lifecycle itself. */
export interface Attached {
  readonly timers: readonly Timer[];
  readonly observers: readonly Observer[];
}

/**
 * Owns the status of one analysis: nothing else writes it. Whatever it accepted is stored before it answers. It is the
 * analysis object without the platform, so that it also runs in Node.
 */
export class AnalysisLifecycle {
  readonly #context: AnalysisContext;
  readonly #deps: AnalysisObjectDeps;
  readonly #background: (work: Promise<unknown>) => void;
  readonly #projection: Projection;
  readonly #searchEntry: SearchEntry;
  readonly #deletion: Deletion;
  readonly #batchNotifier: BatchNotifier;
  readonly #observers: readonly Observer[];
  readonly #timers: Timers;

  /** `attached` come after the parts of the lifecycle: their timers may take long. */
  constructor(
    context: AnalysisContext,
    deps: AnalysisObjectDeps,
    background: (work: Promise<unknown>) => void,
    attached: Attached = { timers: [], observers: [] },
  ) {
    this.#context = context;
    this.#deps = deps;
    this.#background = background;
    this.#projection = new Projection(context, deps);
    this.#searchEntry = new SearchEntry(context, this.#projection, deps);
    this.#deletion = new Deletion(context, deps, () =>
      Promise.all([this.#projection.idle(), this.#searchEntry.idle()]),
    );
    this.#batchNotifier = new BatchNotifier(context, deps);
    this.#observers = [this.#projection, this.#searchEntry, this.#batchNotifier, ...attached.observers];
    this.#timers = new Timers(context.storage, deps, [
      { dueAt: () => this.#deadline(), run: () => this.#checkDeadlines() },
      this.#projection,
      this.#searchEntry,
      this.#batchNotifier,
      this.#deletion,
      ...attached.timers,
    ]);
  }

  /** Accepts a new analysis and enqueues its first step. It is in the list then, if the database can be reached. */
  async create(analysis: Analysis): Promise<boolean> {
    if (this.#deletion.tenant()) return false;
    if (!this.#context.job.read()) {
      const job = begin(analysis, this.#deps.clock.now());
      await this.#commit(job, null, openTasks(job));
    }
    await this.#projection.runNow();
    await this.#searchEntry.run();
    await this.#timers.schedule();
    return true;
  }

  read(): Job | null {
    return this.#context.job.read();
  }

  /** Writes the list row now; says whether it is there. */
  async list(): Promise<boolean> {
    if (!this.read()) return false;
    await this.#projection.runNow();
    await this.#timers.schedule();
    return this.#projection.isCurrent();
  }

  async send(event: LifecycleEvent): Promise<Reply> {
    const job = this.read();
    if (!job) return { accepted: false, reason: 'unknown' };
    const transition = advance(job, event, this.#deps.clock.now());
    if (!transition.accepted) return transition;
    await this.#commit(transition.job, job, transition.enqueue);
    const isAwaited = AWAITED_EVENTS.has(event.type);
    const projected = (isAwaited ? this.#projection.runNow() : this.#projection.run())
      .then(() => this.#batchNotifier.run())
      .then(() => this.#timers.schedule());
    if (isAwaited) await projected;
    else this.#background(projected);
    return { accepted: true, job: transition.job };
  }

  /** Whether there is an analysis whose deletion will reach the answer kept under this idempotency key. */
  answers(keyName: string): boolean {
    return this.read() !== null && this.#deletion.answers(keyName);
  }

  /** Once this has answered, the analysis is deleted: what could not be removed at once is removed by the alarm. */
  async remove({ accountId, livemode }: Tenant, requestedBy: string | null): Promise<boolean> {
    const known = this.read()?.analysis ?? this.#deletion.tenant();
    if (!known || known.accountId !== accountId || known.livemode !== livemode) return false;
    await this.send({ type: 'delete', requestedBy });
    await this.#deletion.run();
    await this.#timers.schedule();
    return true;
  }

  alarm(): Promise<void> {
    return this.#timers.run();
  }

  /** Sets the alarm again: something attached may be due at another time. */
  schedule(): Promise<void> {
    return this.#timers.schedule();
  }

  async #commit(job: Job, before: Job | null, tasks: readonly TaskRef[]): Promise<void> {
    if (job.deletion) this.#replaceWithTombstone(job, job.deletion);
    else {
      this.#context.job.write(job);
      for (const observer of this.#observers) observer.changed?.(job, before);
    }
    await this.#timers.schedule();
    if (tasks.length > 0) await this.#enqueue(job.analysis.id, tasks);
  }

  /** One write: there is either the job with all that belongs to it, or the tombstone. */
  #replaceWithTombstone(job: Job, cause: NonNullable<Job['deletion']>): void {
    this.#deletion.begin(job, cause);
    this.#context.job.delete();
    for (const observer of this.#observers) observer.forget();
  }

  async #enqueue(analysisId: string, tasks: readonly TaskRef[]): Promise<void> {
    try {
      await this.#deps.queues.enqueue(tasks.map((task) => ({ version: 1, analysisId, ...task })));
    } catch (error) {
      // The alarm that is set enqueues them again.
      this.#deps.log.error('analysis.enqueue_failed', {
        analysis: analysisId,
        step: tasks[0]?.step,
        ...describeError(error),
      });
    }
  }

  /** When to look after silent workers, or to delete the analysis because it is no longer kept. */
  #deadline(): number | null {
    const job = this.read();
    const times = [job && watchTime(job), job?.deleteAt ?? null].filter((at) => at !== null);
    return times.length === 0 ? null : Math.min(...times);
  }

  async #checkDeadlines(): Promise<void> {
    const job = this.read();
    if (!job) return;
    const { analysis, step, tasks } = job;
    const now = this.#deps.clock.now();
    const isDue = (watchTime(job) ?? Infinity) <= now;
    const oldestAt = isDue ? await this.#deps.queues.oldestAt(step) : null;
    const watched = await this.send({ type: 'watch', oldestAt });
    if (watched.accepted && !isLeft(job, watched.job)) {
      const attempts = tasks.map(({ attempt }) => attempt);
      this.#deps.log.info('analysis.silent', { analysis: analysis.id, step, attempts });
    }
    const expired = await this.send({ type: 'expire' });
    if (expired.accepted) this.#deps.log.info('analysis.expired', { analysis: analysis.id });
  }
}

/** Whether all that is waited for was left in its line. */
function isLeft(before: Job, { analysis, tasks }: Job): boolean {
  return !isOver(analysis) && tasks.every(({ enqueues }, at) => enqueues === before.tasks[at]?.enqueues);
}
