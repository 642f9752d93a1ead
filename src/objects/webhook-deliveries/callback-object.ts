import { DurableObject } from 'cloudflare:workers';
import { z } from 'zod';
import type { CallbackObjectMethods } from '../../adapters/objects.ts';
import { DELIVERIES_KEPT_MS, WebhookNotification } from '../../domain/delivery.ts';
import type { CallbackDeps } from '../../services/deps.ts';
import { ObjectStorage, type StoredRecord } from '../storage.ts';
import { removal, Timers } from '../timers.ts';
import { DeliveryQueue, type Subject } from './delivery-queue.ts';

/** Delivers the webhooks of what has no analysis object: a batch, or a test of an endpoint. */
export class CallbackObjectCore extends DurableObject<Env> implements CallbackObjectMethods {
  readonly #deps: CallbackDeps;
  readonly #storage: ObjectStorage;
  readonly #notification: StoredRecord<WebhookNotification>;
  /** When nothing was left to be delivered, milliseconds since 1970-01-01 UTC. */
  readonly #doneAt: StoredRecord<number>;
  readonly #queue: DeliveryQueue;
  readonly #timers: Timers;

  constructor(ctx: DurableObjectState, env: Env, deps: CallbackDeps) {
    super(ctx, env);
    this.#deps = deps;
    this.#storage = new ObjectStorage(ctx.storage);
    this.#notification = this.#storage.record({
      key: 'notification',
      version: 1,
      schema: WebhookNotification,
    });
    this.#doneAt = this.#storage.record({ key: 'done_at', version: 1, schema: z.int() });
    this.#queue = new DeliveryQueue(this.#storage, deps);
    this.#timers = new Timers(this.#storage, deps, [
      { dueAt: () => this.#queue.dueAt(), run: () => this.#deliver() },
      removal(this.#storage, deps.clock, () => this.#removeAt()),
    ]);
  }

  /** A second notification changes nothing: the object is about one event. */
  async notify(notification: WebhookNotification): Promise<void> {
    if (this.#notification.read()) return;
    this.#notification.write(notification);
    const { event, callbackUrl, callbackFormat, onlyWebhookId } = notification;
    this.#queue.notify({ event, callbackUrl, callbackFormat, onlyWebhookId });
    await this.#timers.schedule();
  }

  async redeliver(deliveryId: string): Promise<boolean> {
    const isFound = this.#queue.redeliver(deliveryId);
    await this.#timers.schedule();
    return isFound;
  }

  override alarm(): Promise<void> {
    return this.#timers.run();
  }

  async #deliver(): Promise<void> {
    const notification = this.#notification.read();
    if (!notification || this.#queue.dueAt() === null) return;
    await this.#queue.run(subjectOf(notification));
    if (this.#queue.dueAt() === null) this.#doneAt.write(this.#deps.clock.now());
  }

  #removeAt(): number | null {
    const doneAt = this.#doneAt.read();
    return doneAt === null || this.#queue.dueAt() !== null ? null : doneAt + DELIVERIES_KEPT_MS;
  }
}

function subjectOf({ subjectId, accountId, livemode, body }: WebhookNotification): Subject {
  return { subjectId, accountId, livemode, body: async () => body };
}
