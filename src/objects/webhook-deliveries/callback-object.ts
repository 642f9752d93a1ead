import { DurableObject } from 'cloudflare:workers';
import type { CallbackObjectMethods, WebhookNotification } from '../../adapters/objects.ts';
import type { CallbackDeps } from '../../services/deps.ts';
import { DeliveryQueue, type Subject } from './delivery-queue.ts';

const NOTIFICATION_KEY = 'announcement';
/** An object whose callbacks are done is kept this long for redelivery. */
const KEPT_MS = 90 * 24 * 3_600_000;
const DONE_KEY = 'done_at';

/** Tells of what has no object of its own: batches that are through, and tests of an endpoint. Named by the subject. */
export class CallbackObjectCore extends DurableObject<Env> implements CallbackObjectMethods {
  readonly #deps: CallbackDeps;
  readonly #desk: DeliveryQueue;

  constructor(ctx: DurableObjectState, env: Env, deps: CallbackDeps) {
    super(ctx, env);
    this.#deps = deps;
    this.#desk = new DeliveryQueue(ctx.storage.kv, deps);
  }

  /** Announcing it again changes nothing: an object tells of one event. */
  async notify(announcement: WebhookNotification): Promise<void> {
    if (this.#announcement()) return;
    this.ctx.storage.kv.put(NOTIFICATION_KEY, announcement);
    this.#desk.notify(announcement);
    await this.#schedule();
  }

  /** Says whether there is such a delivery. */
  async redeliver(deliveryId: string): Promise<boolean> {
    const found = this.#desk.redeliver(deliveryId);
    await this.#schedule();
    return found;
  }

  override async alarm(): Promise<void> {
    const announcement = this.#announcement();
    if (!announcement) return;
    if (this.#desk.dueAt() === null && this.#isOld()) return this.ctx.storage.deleteAll();
    await this.#desk.run(subjectOf(announcement));
    await this.#schedule();
  }

  #announcement(): WebhookNotification | null {
    return this.ctx.storage.kv.get<WebhookNotification>(NOTIFICATION_KEY) ?? null;
  }

  #isOld(): boolean {
    const doneAt = this.ctx.storage.kv.get<number>(DONE_KEY);
    return doneAt !== undefined && doneAt + KEPT_MS <= this.#deps.clock.now();
  }

  async #schedule(): Promise<void> {
    const dueAt = this.#desk.dueAt();
    if (dueAt !== null) return this.ctx.storage.setAlarm(Math.max(dueAt, this.#deps.clock.now()));
    this.ctx.storage.kv.put(DONE_KEY, this.#deps.clock.now());
    await this.ctx.storage.setAlarm(this.#deps.clock.now() + KEPT_MS);
  }
}

function subjectOf({ subjectId, accountId, livemode, body }: WebhookNotification): Subject {
  return { subjectId, accountId, livemode, body: async () => body };
}
