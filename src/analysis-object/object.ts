import { DurableObject } from 'cloudflare:workers';
import type { AccountHandle } from '../db/account-handle.ts';
import type { Analysis } from '../domain/analysis.ts';
import { advance, begin, type Job, type LifecycleEvent, type Step } from '../domain/lifecycle.ts';
import { describeError } from '../platform/log.ts';
import type { Clock, Log, Reply, StepQueues } from '../platform/ports.ts';

export interface AnalysisObjectDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly queues: StepQueues;
  readonly accountHandle: (accountId: string, livemode: boolean) => AccountHandle;
}

const PROJECTION_RETRY_MS = 5_000;

/**
 * Owns the status of one analysis: the only writer of it. Whatever it accepted is stored before it answers,
 * and an alarm is set for the moment at which silence would mean that a worker or a message was lost.
 */
export class AnalysisObjectCore extends DurableObject<Env> {
  readonly #deps: AnalysisObjectDeps;
  #projecting: Promise<void> | null = null;

  constructor(ctx: DurableObjectState, env: Env, deps: AnalysisObjectDeps) {
    super(ctx, env);
    this.#deps = deps;
  }

  /** Accepts a new analysis and announces its first step. Creating it again changes nothing. */
  async create(analysis: Analysis): Promise<void> {
    if (this.#job()) return;
    const job = begin(analysis, this.#deps.clock.now());
    await this.#commit(job, job.step);
    await Promise.all([this.#project(), this.#index()]);
  }

  async read(): Promise<Job | null> {
    return this.#job();
  }

  async send(event: LifecycleEvent): Promise<Reply> {
    const job = this.#job();
    if (!job) return { accepted: false, reason: 'unknown' };
    const transition = advance(job, event, this.#deps.clock.now());
    if (!transition.accepted) return transition;
    await this.#commit(transition.job, transition.announce);
    this.ctx.waitUntil(this.#project());
    return { accepted: true, job: transition.job };
  }

  override async alarm(): Promise<void> {
    const job = this.#job();
    if (!job) return;
    const reply = await this.send({ type: 'watch' });
    if (reply.accepted)
      this.#deps.log.info('analysis.silent', {
        analysis: job.analysis.id,
        step: job.step,
        attempt: job.attempt,
      });
    await Promise.all([this.#project(), this.#index()]);
  }

  #job(): Job | null {
    return this.ctx.storage.kv.get<Job>('job') ?? null;
  }

  #projectedVersion(): number {
    return this.ctx.storage.kv.get<number>('projected_version') ?? 0;
  }

  async #commit(job: Job, announce: Step | null): Promise<void> {
    this.ctx.storage.kv.put('job', job);
    await this.#scheduleAlarm();
    if (announce) await this.#announce(job.analysis.id, announce);
  }

  async #announce(analysisId: string, step: Step): Promise<void> {
    try {
      await this.#deps.queues.announce({ version: 1, analysisId, step });
    } catch (error) {
      // The alarm that is already set announces it again.
      this.#deps.log.error('analysis.announce_failed', {
        analysis: analysisId,
        step,
        ...describeError(error),
      });
    }
  }

  /** Brings the list row up to date. One write at a time; changes made meanwhile are written together. */
  #project(): Promise<void> {
    this.#projecting ??= this.#projectLatest().finally(() => {
      this.#projecting = null;
    });
    return this.#projecting;
  }

  async #projectLatest(): Promise<void> {
    for (let job = this.#job(); job && this.#projectedVersion() < job.analysis.version; job = this.#job()) {
      const { analysis } = job;
      try {
        await this.#deps.accountHandle(analysis.accountId, analysis.livemode).projectAnalysis(analysis);
      } catch (error) {
        this.#deps.log.error('analysis.projection_failed', {
          analysis: analysis.id,
          ...describeError(error),
        });
        break;
      }
      this.ctx.storage.kv.put('projected_version', analysis.version);
    }
    await this.#scheduleAlarm();
  }

  /** Makes the analysis found by its agent and contact, once. */
  async #index(): Promise<void> {
    const job = this.#job();
    if (!job || this.#isIndexed(job)) return;
    const { analysis } = job;
    try {
      await this.#deps.accountHandle(analysis.accountId, analysis.livemode).indexAnalysis(analysis);
      this.ctx.storage.kv.put('indexed', true);
    } catch (error) {
      this.#deps.log.error('analysis.indexing_failed', { analysis: analysis.id, ...describeError(error) });
    }
    await this.#scheduleAlarm();
  }

  #isIndexed({ analysis: { submission } }: Job): boolean {
    if (submission.agentId === null && submission.contactId === null) return true;
    return this.ctx.storage.kv.get<boolean>('indexed') ?? false;
  }

  async #scheduleAlarm(): Promise<void> {
    const job = this.#job();
    if (!job) return;
    const behind = this.#projectedVersion() < job.analysis.version || !this.#isIndexed(job);
    const due = [job.watchAt, behind ? this.#deps.clock.now() + PROJECTION_RETRY_MS : null].filter(
      (at) => at !== null,
    );
    if (due.length === 0) await this.ctx.storage.deleteAlarm();
    else await this.ctx.storage.setAlarm(Math.min(...due));
  }
}
