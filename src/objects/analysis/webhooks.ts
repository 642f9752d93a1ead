import type { Analysis } from '../../domain/analysis.ts';
import type { Job } from '../../domain/job.ts';
import { isOver } from '../../domain/progress.ts';
import type { CallbackAddress, WebhookEvent } from '../../domain/webhook.ts';
import { callbackBody } from '../../services/callbacks/callback-body.ts';
import type { CallbackDeps } from '../../services/deps.ts';
import type { Concern, ObjectStorage } from '../timers.ts';
import {
  DeliveryQueue,
  type DeliveryQueueStorage,
  type Subject,
} from '../webhook-deliveries/delivery-queue.ts';
import type { StoredJob } from './context.ts';

const EVENTS: Partial<Record<Analysis['status'], WebhookEvent>> = {
  completed: 'analysis.completed',
  failed: 'analysis.failed',
  cancelled: 'analysis.cancelled',
};

const FOLLOWERS = 'callback_followers';
const MAX_FOLLOWERS = 10;

/** Tells receivers how the analysis ended, each time that it ends. */
export class AnalysisWebhooks implements Concern {
  readonly #storage: ObjectStorage;
  readonly #job: StoredJob;
  readonly #deps: CallbackDeps;
  readonly #desk: DeliveryQueue;
  /** To be called when nobody is left to be told. */
  readonly #settled: () => Promise<unknown>;

  constructor(
    storage: ObjectStorage & DeliveryQueueStorage,
    job: StoredJob,
    deps: CallbackDeps,
    settled: () => Promise<unknown>,
  ) {
    this.#settled = settled;
    this.#storage = storage;
    this.#job = job;
    this.#deps = deps;
    this.#desk = new DeliveryQueue(storage, deps);
  }

  changed({ analysis }: Job, before: Job | null): void {
    const event = endOf(analysis);
    if (event === null || (before && isOver(before.analysis))) return;
    const { submission } = analysis;
    for (const follower of this.#followers()) this.#desk.notifyAddress(event, follower);
    this.#desk.notify({
      event,
      callbackUrl: submission.callbackUrl,
      callbackFormat: submission.callbackFormat,
      onlyWebhookId: null,
    });
  }

  /**
   * Another address to be told how the analysis ends, each time that it ends, and at once where it has ended. Says whether
   * there is room for it.
   */
  follow(follower: CallbackAddress): boolean {
    const known = this.#followers();
    const isKnown = known.some(({ url, format }) => url === follower.url && format === follower.format);
    if (!isKnown && known.length >= MAX_FOLLOWERS) return false;
    if (!isKnown) this.#storage.put(FOLLOWERS, [...known, follower]);
    const event = endOf(this.#job.read()?.analysis ?? null);
    if (event !== null) this.#desk.notifyAddress(event, follower);
    return true;
  }

  /** Not while a retried analysis is at work: nothing could be told of it before it ends again. */
  dueAt(): number | null {
    const job = this.#job.read();
    return job && isOver(job.analysis) ? this.#desk.dueAt() : null;
  }

  async run(): Promise<void> {
    const job = this.#job.read();
    if (!job || !isOver(job.analysis) || this.#desk.dueAt() === null) return;
    await this.#desk.run(this.#subject(job.analysis));
    if (!this.#desk.isPending()) await this.#settled();
  }

  /** Whether a receiver is still to be told. */
  isPending(): boolean {
    return this.#desk.isPending();
  }

  redeliver(deliveryId: string): boolean {
    return this.#desk.redeliver(deliveryId);
  }

  forget(): void {
    this.#storage.delete('callbacks');
    this.#storage.delete(FOLLOWERS);
  }

  #followers(): readonly CallbackAddress[] {
    return this.#storage.get<readonly CallbackAddress[]>(FOLLOWERS) ?? [];
  }

  #subject(analysis: Analysis): Subject {
    const { id, accountId, livemode } = analysis;
    const body: Subject['body'] = (format) => callbackBody(this.#deps, analysis, format);
    return { subjectId: id, accountId, livemode, body };
  }
}

/** What happened to an analysis that is over; `null` where it is not. */
function endOf(analysis: Analysis | null): WebhookEvent | null {
  return analysis !== null && isOver(analysis) ? (EVENTS[analysis.status] ?? null) : null;
}
