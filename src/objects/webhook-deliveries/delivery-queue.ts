import { z } from 'zod';
import { ID_PREFIX } from '../../domain/ids.ts';
import { describeError } from '../../adapters/log.ts';
import {
  asRedelivery,
  CallbackEvent,
  DELIVERIES_KEPT_MS,
  Delivery,
  type LoggedDelivery,
  newDelivery,
} from '../../domain/delivery.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { CallbackAddress, PayloadFormat, WebhookEvent } from '../../domain/webhook.ts';
import { attemptDelivery, planDeliveries } from '../../services/callbacks/deliveries.ts';
import type { CallbackDeps } from '../../services/deps.ts';
import type { ObjectStorage, StoredRecord, StoredRecords } from '../storage.ts';
import { SingleRun } from '../timers.ts';

/** What an object's callbacks are about. */
export interface Subject extends Tenant {
  /** Analysis or batch; the test itself for a test. */
  readonly subjectId: string;
  readonly body: (format: PayloadFormat) => Promise<string>;
}

const PlannedDelivery = z.strictObject({
  delivery: Delivery,
  /** The version that the delivery log has. */
  recordedVersion: z.int(),
  /** When to go on after the log was away, or the body could not be made; `null`: nothing went wrong. */
  retryAt: z.int().nullable(),
});
type PlannedDelivery = z.infer<typeof PlannedDelivery>;

/** An event whose receivers are not known yet. */
const UnplannedEvent = z.strictObject({
  event: CallbackEvent,
  /** When to find its receivers. */
  dueAt: z.int(),
});
type UnplannedEvent = z.infer<typeof UnplannedEvent>;

/** An alarm cannot be set for the beginning of time. */
const SOON = 1;
const RETRY_MS = 30_000;

/**
 * The callbacks of one object: an event, and each delivery in a record of its own. A delivery is stored before it is attempted, and its result before anything else happens: a
 * process that dies in between sends once more, with the same id. A receiver that fails makes nothing here throw.
 */
export class DeliveryQueue {
  readonly #event: StoredRecord<UnplannedEvent>;
  readonly #planned: StoredRecords<PlannedDelivery>;
  readonly #deps: CallbackDeps;
  readonly #running = new SingleRun();

  constructor(storage: ObjectStorage, deps: CallbackDeps) {
    this.#event = storage.record({ key: 'callback_event', version: 1, schema: UnplannedEvent });
    this.#planned = storage.records({ key: 'callback:', version: 1, schema: PlannedDelivery }, (error) =>
      deps.log.error('callback.unreadable', describeError(error)),
    );
    this.#deps = deps;
  }

  /** Delivers an event to all its receivers. It is due at once. */
  notify(event: CallbackEvent): void {
    this.#event.write({ event, dueAt: SOON });
  }

  /** Delivers an event to one address. It is due at once. */
  notifyAddress(event: WebhookEvent, { url, format }: CallbackAddress): void {
    const { clock, newId } = this.#deps;
    const delivery = newDelivery(
      { id: ID_PREFIX.delivery + newId(), event, webhookId: null, url, format },
      clock.now(),
    );
    this.#put(unrecorded(delivery));
  }

  /** When there is something to do next, milliseconds since 1970-01-01 UTC; `null`: never. */
  dueAt(): number | null {
    const unplanned = this.#event.read();
    if (unplanned) return unplanned.dueAt;
    const times = this.#all().flatMap(dueOf);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Whether a delivery is still to be made. */
  isPending(): boolean {
    return this.#event.read() !== null || this.#all().some(({ delivery }) => delivery.status === 'pending');
  }

  /** Starts a new round of attempts; says whether there is such a delivery. */
  redeliver(id: string): boolean {
    const planned = this.#find(id);
    if (planned) this.#put({ ...planned, delivery: asRedelivery(planned.delivery, this.#deps.clock.now()) });
    return planned !== null;
  }

  /** Drops everything. */
  forget(): void {
    this.#event.delete();
    this.#planned.clear();
  }

  /** Does what is due. One run at a time; receivers side by side. */
  run(subject: Subject): Promise<void> {
    return this.#running.run(() => this.#runOnce(subject));
  }

  async #runOnce(subject: Subject): Promise<void> {
    await this.#plan(subject);
    this.#prune();
    const nowMs = this.#deps.clock.now();
    const due = this.#all().filter((planned) => dueOf(planned).some((at) => at <= nowMs));
    await Promise.all(due.map(({ delivery }) => this.#advance(subject, delivery.id)));
  }

  async #plan(subject: Subject): Promise<void> {
    const unplanned = this.#event.read();
    if (!unplanned || unplanned.dueAt > this.#deps.clock.now()) return;
    try {
      const deliveries = await planDeliveries(this.#deps, subject, unplanned.event);
      const now = this.#event.read();
      if (now === null) return;
      // Another event may have come meanwhile: it is still to be planned.
      if (now === unplanned) this.#event.delete();
      for (const delivery of deliveries) this.#put(unrecorded(delivery));
    } catch (error) {
      this.#deps.log.error('callbacks.not_planned', { subject: subject.subjectId, ...describeError(error) });
      const now = this.#event.read();
      if (now) this.#event.write({ ...now, dueAt: this.#deps.clock.now() + RETRY_MS });
    }
  }

  /** Drops those that are done and recorded, and as old as the log keeps them. */
  #prune(): void {
    const before = this.#deps.clock.now() - DELIVERIES_KEPT_MS;
    for (const planned of this.#all())
      if (planned.delivery.createdAt < before && dueOf(planned).length === 0)
        this.#planned.delete(planned.delivery.id);
  }

  async #advance(subject: Subject, id: string): Promise<void> {
    try {
      const planned = this.#find(id);
      if (planned && isDue(planned.delivery, this.#deps.clock.now())) await this.#attempt(subject, planned);
      await this.#record(subject, id);
    } catch (error) {
      this.#deps.log.error('callback.failed', { delivery: id, ...describeError(error) });
      const planned = this.#find(id);
      if (planned) this.#put({ ...planned, retryAt: this.#deps.clock.now() + RETRY_MS });
    }
  }

  async #attempt(subject: Subject, { delivery: before }: PlannedDelivery): Promise<void> {
    const body = () => subject.body(before.format);
    const after = await attemptDelivery(this.#deps, subject, before, body);
    const now = this.#find(before.id);
    // It was cancelled or redelivered during the attempt: that counts.
    if (now?.delivery.version !== before.version) return;
    this.#put({ ...now, delivery: after, retryAt: null });
    const { status, attemptsOfRound } = after;
    this.#deps.log.info('callback.attempted', { delivery: before.id, status, attempt: attemptsOfRound });
  }

  async #record(subject: Subject, id: string): Promise<void> {
    const planned = this.#find(id);
    if (!planned || planned.recordedVersion >= planned.delivery.version) return;
    const logged: LoggedDelivery = { ...planned.delivery, subjectId: subject.subjectId };
    await this.#deps.deliveries(subject).record(logged);
    const now = this.#find(id);
    if (now) this.#put({ ...now, recordedVersion: planned.delivery.version, retryAt: null });
  }

  #all(): readonly PlannedDelivery[] {
    return [...this.#planned.all().values()];
  }

  #find(id: string): PlannedDelivery | null {
    return this.#planned.all().get(id) ?? null;
  }

  #put(planned: PlannedDelivery): void {
    this.#planned.write(planned.delivery.id, planned);
  }
}

function unrecorded(delivery: Delivery): PlannedDelivery {
  return { delivery, recordedVersion: 0, retryAt: null };
}

function isDue({ nextAttemptAt }: Delivery, nowMs: number): boolean {
  return nextAttemptAt !== null && nextAttemptAt <= nowMs;
}

function dueOf({ delivery, recordedVersion, retryAt }: PlannedDelivery): number[] {
  const behind = recordedVersion < delivery.version ? [SOON] : [];
  const next = delivery.nextAttemptAt === null ? [] : [delivery.nextAttemptAt];
  const times = [...behind, ...next];
  return retryAt === null ? times : times.map((at) => Math.max(at, retryAt));
}
