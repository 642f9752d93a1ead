import { z } from 'zod';
import { type Analysis, isOver } from '../../domain/analysis.ts';
import type { Job } from '../../domain/job.ts';
import { CallbackAddress, type WebhookEvent } from '../../domain/webhook.ts';
import { callbackBody } from '../../services/callbacks/deliveries.ts';
import type { CallbackDeps } from '../../services/deps.ts';
import type { StoredRecord } from '../storage.ts';
import type { Timer } from '../timers.ts';
import { DeliveryQueue, type Subject } from '../webhook-deliveries/delivery-queue.ts';
import type { AnalysisContext, Observer } from './context.ts';

const EVENTS: Partial<Record<Analysis['status'], WebhookEvent>> = {
  completed: 'analysis.completed',
  failed: 'analysis.failed',
  cancelled: 'analysis.cancelled',
};

const MAX_FOLLOWERS = 10;

/** Notifies receivers how the analysis ended, each time that it ends. */
export class AnalysisWebhooks implements Timer, Observer {
  readonly #job: AnalysisContext['job'];
  readonly #deps: CallbackDeps;
  readonly #queue: DeliveryQueue;
  /** Addresses that were added after the submission. */
  readonly #followers: StoredRecord<readonly CallbackAddress[]>;
  readonly #onSettled: () => Promise<unknown>;

  /** `onSettled` is called when no delivery is left to be made. */
  constructor({ storage, job }: AnalysisContext, deps: CallbackDeps, onSettled: () => Promise<unknown>) {
    this.#job = job;
    this.#deps = deps;
    this.#onSettled = onSettled;
    this.#queue = new DeliveryQueue(storage, deps);
    this.#followers = storage.record({
      key: 'callback_followers',
      version: 1,
      schema: z.array(CallbackAddress).readonly(),
    });
  }

  changed({ analysis }: Job, before: Job | null): void {
    const event = endOf(analysis);
    if (event === null || (before && isOver(before.analysis))) return;
    const { submission } = analysis;
    for (const follower of this.#followers.read() ?? []) this.#queue.notifyAddress(event, follower);
    this.#queue.notify({
      event,
      callbackUrl: submission.callbackUrl,
      callbackFormat: submission.callbackFormat,
      onlyWebhookId: null,
    });
  }

  /**
   * Adds an address that is notified each time that the analysis ends, and at once where it has ended. Says whether there is
   * room for it.
   */
  follow(follower: CallbackAddress): boolean {
    const known = this.#followers.read() ?? [];
    const isKnown = known.some(({ url, format }) => url === follower.url && format === follower.format);
    if (!isKnown && known.length >= MAX_FOLLOWERS) return false;
    if (!isKnown) this.#followers.write([...known, follower]);
    const event = endOf(this.#job.read()?.analysis ?? null);
    if (event !== null) this.#queue.notifyAddress(event, follower);
    return true;
  }

  /** Not while a retried analysis is at work: there is no end to notify of before it ends again. */
  dueAt(): number | null {
    const job = this.#job.read();
    return job && isOver(job.analysis) ? this.#queue.dueAt() : null;
  }

  async run(): Promise<void> {
    const job = this.#job.read();
    if (!job || !isOver(job.analysis) || this.#queue.dueAt() === null) return;
    await this.#queue.run(this.#subject(job.analysis));
    if (!this.#queue.isPending()) await this.#onSettled();
  }

  redeliver(deliveryId: string): boolean {
    return this.#queue.redeliver(deliveryId);
  }

  forget(): void {
    this.#queue.forget();
    this.#followers.delete();
  }

  #subject(analysis: Analysis): Subject {
    const { id, accountId, livemode } = analysis;
    const body: Subject['body'] = (format) => callbackBody(this.#deps, analysis, format);
    return { subjectId: id, accountId, livemode, body };
  }
}

/** How an analysis ended; `null` where it has not. */
function endOf(analysis: Analysis | null): WebhookEvent | null {
  return analysis !== null && isOver(analysis) ? (EVENTS[analysis.status] ?? null) : null;
}
