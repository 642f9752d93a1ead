import { describeError } from '../../adapters/log.ts';
import {
  asCancelled,
  asRedelivery,
  type Delivery,
  type LoggedDelivery,
  newDelivery,
} from '../../domain/delivery.ts';
import type { CallbackAddress, PayloadFormat, WebhookEvent } from '../../domain/webhook.ts';
import { attemptDelivery, type CallbackEvent, planDeliveries } from '../../services/callbacks/deliveries.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { CallbackDeps } from '../../services/deps.ts';
import { SingleRun } from '../timers.ts';

/** What an object's callbacks tell of. */
export interface Subject extends Tenant {
  /** Analysis or batch; the endpoint itself for a test. */
  readonly subjectId: string;
  readonly body: (format: PayloadFormat) => Promise<string>;
}

/** All of an object's callbacks: an event that is still to be planned, and the deliveries that were. */
export interface DeliveryQueueState {
  readonly event: CallbackEvent | null;
  /** Planning failed; it is tried again then. */
  readonly eventDueAt: number;
  readonly planned: readonly PlannedDelivery[];
}

/** The part of an object's storage that a desk needs. Writes made without waiting in between take effect together. */
export interface DeliveryQueueStorage {
  get(key: string): DeliveryQueueState | undefined;
  put(key: string, value: DeliveryQueueState): void;
}

interface PlannedDelivery {
  readonly delivery: Delivery;
  /** The version that the log has. */
  readonly recordedVersion: number;
  /** When the log, or a body that could not be made, is tried again; `null`: nothing went wrong. */
  readonly troubleUntil: number | null;
}

const KEY = 'callbacks';
/** An alarm cannot be set for the beginning of time. */
const SOON = 1;
const NOTHING: DeliveryQueueState = { event: null, eventDueAt: SOON, planned: [] };
const TROUBLE_MS = 30_000;

/**
 * The callbacks of one object. What is to be sent is stored before it is sent, and what was sent before anything else
 * happens: a process that dies in between sends once more, with the same id. Nothing here throws for a receiver's sake.
 */
export class DeliveryQueue {
  readonly #storage: DeliveryQueueStorage;
  readonly #deps: CallbackDeps;
  readonly #working = new SingleRun();

  constructor(storage: DeliveryQueueStorage, deps: CallbackDeps) {
    this.#storage = storage;
    this.#deps = deps;
  }

  /** Notes that an event is to be told. It is due at once. */
  notify(event: CallbackEvent): void {
    this.#write({ ...this.#state(), event, eventDueAt: SOON });
  }

  /** Notes that one address is to be told. It is due at once. */
  notifyAddress(event: WebhookEvent, { url, format }: CallbackAddress): void {
    const { clock, newId } = this.#deps;
    const delivery = newDelivery({ id: `msg_${newId()}`, event, webhookId: null, url, format }, clock.now());
    this.#write({ ...this.#state(), planned: [...this.#all(), unrecorded(delivery)] });
  }

  /** When there is something to do next, milliseconds since 1970; `null`: never. */
  dueAt(): number | null {
    const { event, eventDueAt } = this.#state();
    if (event) return eventDueAt;
    const times = this.#all().flatMap(dueOf);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Whether a receiver is still to be told. */
  isPending(): boolean {
    return this.#state().event !== null || this.#all().some(({ delivery }) => delivery.status === 'pending');
  }

  list(): Delivery[] {
    return this.#all().map(({ delivery }) => delivery);
  }

  /** Starts a new round of attempts; says whether there is such a delivery. */
  redeliver(id: string): boolean {
    const planned = this.#find(id);
    if (planned) this.#put({ ...planned, delivery: asRedelivery(planned.delivery, this.#deps.clock.now()) });
    return planned !== null;
  }

  /** Sends nothing any more. */
  cancel(): void {
    const planned = this.#all().map((one) => ({ ...one, delivery: asCancelled(one.delivery) }));
    this.#write({ ...NOTHING, planned });
  }

  /** Does what is due. One run at a time; receivers side by side. */
  run(subject: Subject): Promise<void> {
    return this.#working.run(() => this.#work(subject));
  }

  async #work(subject: Subject): Promise<void> {
    await this.#plan(subject);
    const nowMs = this.#deps.clock.now();
    const due = this.#all().filter((planned) => dueOf(planned).some((at) => at <= nowMs));
    await Promise.all(due.map(({ delivery }) => this.#advance(subject, delivery.id)));
  }

  async #plan(subject: Subject): Promise<void> {
    const { event, eventDueAt } = this.#state();
    if (!event || eventDueAt > this.#deps.clock.now()) return;
    try {
      const deliveries = await planDeliveries(this.#deps, subject, event);
      if (this.#state().event === null) return;
      this.#write({ ...NOTHING, planned: [...this.#all(), ...deliveries.map(unrecorded)] });
    } catch (error) {
      this.#deps.log.error('callbacks.not_planned', { subject: subject.subjectId, ...describeError(error) });
      this.#write({ ...this.#state(), eventDueAt: this.#deps.clock.now() + TROUBLE_MS });
    }
  }

  async #advance(subject: Subject, id: string): Promise<void> {
    try {
      const planned = this.#find(id);
      if (planned && isDue(planned.delivery, this.#deps.clock.now())) await this.#attempt(subject, planned);
      await this.#record(subject, id);
    } catch (error) {
      this.#deps.log.error('callback.trouble', { delivery: id, ...describeError(error) });
      const planned = this.#find(id);
      if (planned) this.#put({ ...planned, troubleUntil: this.#deps.clock.now() + TROUBLE_MS });
    }
  }

  async #attempt(subject: Subject, { delivery: before }: PlannedDelivery): Promise<void> {
    const body = () => subject.body(before.format);
    const after = await attemptDelivery(this.#deps, subject, before, body);
    const now = this.#find(before.id);
    // Cancelled or asked for again while the receiver took its time: the newer will stands.
    if (now?.delivery.version !== before.version) return;
    this.#put({ ...now, delivery: after, troubleUntil: null });
    const { status, attemptsOfRound } = after;
    this.#deps.log.info('callback.attempted', { delivery: before.id, status, attempt: attemptsOfRound });
  }

  async #record(subject: Subject, id: string): Promise<void> {
    const planned = this.#find(id);
    if (!planned || planned.recordedVersion >= planned.delivery.version) return;
    const logged: LoggedDelivery = { ...planned.delivery, subjectId: subject.subjectId };
    await this.#deps.deliveries(subject).record(logged);
    const now = this.#find(id);
    if (now) this.#put({ ...now, recordedVersion: planned.delivery.version, troubleUntil: null });
  }

  #state(): DeliveryQueueState {
    return this.#storage.get(KEY) ?? NOTHING;
  }

  #write(state: DeliveryQueueState): void {
    this.#storage.put(KEY, state);
  }

  #all(): readonly PlannedDelivery[] {
    return this.#state().planned;
  }

  #find(id: string): PlannedDelivery | null {
    return this.#all().find(({ delivery }) => delivery.id === id) ?? null;
  }

  #put(changed: PlannedDelivery): void {
    const planned = this.#all().map((one) => (one.delivery.id === changed.delivery.id ? changed : one));
    this.#write({ ...this.#state(), planned });
  }
}

function unrecorded(delivery: Delivery): PlannedDelivery {
  return { delivery, recordedVersion: 0, troubleUntil: null };
}

function isDue({ nextAttemptAt }: Delivery, nowMs: number): boolean {
  return nextAttemptAt !== null && nextAttemptAt <= nowMs;
}

function dueOf({ delivery, recordedVersion, troubleUntil }: PlannedDelivery): number[] {
  const behind = recordedVersion < delivery.version ? [SOON] : [];
  const next = delivery.nextAttemptAt === null ? [] : [delivery.nextAttemptAt];
  const times = [...behind, ...next];
  return troubleUntil === null ? times : times.map((at) => Math.max(at, troubleUntil));
}
