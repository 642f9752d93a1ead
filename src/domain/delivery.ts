import { z } from 'zod';
import { jittered } from './back-off.ts';
import { PayloadFormat, WebhookEvent } from './webhook.ts';

/** What one attempt came to. */
export const DeliveryAttempt = z
  .strictObject({
    /** Milliseconds since 1970-01-01 UTC. */
    startedAt: z.int(),
    durationMs: z.int().nonnegative(),
    /** Of the answer; `null` where there was none. */
    statusCode: z.int().nullable(),
    /** First bytes of the answer's body. */
    response: z.string().nullable(),
    /** Why there was no answer: `timed_out`, `connection_failed`, `address_refused`, … */
    error: z.string().nullable(),
  })
  .readonly();
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;

export const DeliveryStatus = z.enum(['pending', 'delivered', 'failed', 'cancelled']);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

/** A callback on its way to one receiver. Its `id` is the same in all attempts. Times: milliseconds since 1970-01-01 UTC. */
export const Delivery = z
  .strictObject({
    id: z.string(),
    /** Counts the changes; a projection with a lower version is older. */
    version: z.int().positive(),
    event: WebhookEvent,
    /** The endpoint of the account; `null` for the callback address of a single analysis. */
    webhookId: z.string().nullable(),
    url: z.string(),
    format: PayloadFormat,
    createdAt: z.int(),
    status: DeliveryStatus,
    attempts: z.array(DeliveryAttempt).readonly(),
    /** Attempts since it was last asked for; they decide how long the next one waits. */
    attemptsOfRound: z.int().nonnegative(),
    /** `null` unless pending. */
    nextAttemptAt: z.int().nullable(),
  })
  .readonly();
export type Delivery = z.infer<typeof Delivery>;

const eventFields = {
  event: WebhookEvent,
  /** The address that came with the analysis or batch. */
  callbackUrl: z.string().nullable(),
  callbackFormat: PayloadFormat,
  /** The one endpoint that is meant, as for a test; `null`: every endpoint that enabled the event. */
  onlyWebhookId: z.string().nullable(),
};

/** An event that is delivered to its receivers. */
export const CallbackEvent = z.strictObject(eventFields).readonly();
export type CallbackEvent = z.infer<typeof CallbackEvent>;

/** An event with what it is about and the body that its receivers get. */
export const WebhookNotification = z
  .strictObject({
    /** The id of a batch, or of a test. */
    subjectId: z.string(),
    accountId: z.string(),
    livemode: z.boolean(),
    ...eventFields,
    /** JSON. */
    body: z.string(),
  })
  .readonly();
export type WebhookNotification = z.infer<typeof WebhookNotification>;

/** What is known of one attempt when its headers are written. */
export interface SignedCallback {
  readonly id: string;
  readonly event: string;
  /** `t=<seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`, one `v1` for each secret that is valid. */
  readonly signature: string;
  /** Attempts before this one. */
  readonly retries: number;
  /** When the delivery was made, milliseconds since 1970-01-01 UTC. */
  readonly createdAtMs: number;
}

/** A delivery and what it is about. */
export interface LoggedDelivery extends Delivery {
  /** Id of the analysis or batch; of the test itself for a test. */
  readonly subjectId: string;
}

/** How long after the attempt before each attempt is made. */
const WAITS_MS = [0, 60_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 86_400_000];
const RETRY_AFTER_MIN_MS = 1000;
const RETRY_AFTER_MAX_MS = 86_400_000;
/** A delivery can be asked for again any number of times; only the newest attempts are kept. */
const KEPT_ATTEMPTS = 20;
const GONE = 410;

/** How long deliveries that are done are kept, for the log and to be asked for again. */
export const DELIVERIES_KEPT_MS = 90 * 86_400_000;

export const MAX_DELIVERY_ATTEMPTS = WAITS_MS.length;

/** A delivery whose first attempt is due at once. */
export function newDelivery(
  what: Pick<Delivery, 'id' | 'event' | 'webhookId' | 'url' | 'format'>,
  nowMs: number,
): Delivery {
  return {
    ...what,
    version: 1,
    createdAt: nowMs,
    status: 'pending',
    attempts: [],
    attemptsOfRound: 0,
    nextAttemptAt: nowMs,
  };
}

/** Whether the receiver says that the address will never take anything again. */
export function isGone({ statusCode }: DeliveryAttempt): boolean {
  return statusCode === GONE;
}

/** Whether the receiver took it: any 2xx. */
export function isDelivered({ statusCode }: DeliveryAttempt): boolean {
  return statusCode !== null && statusCode >= 200 && statusCode < 300;
}

/**
 * The delivery after an attempt. Any 2xx delivers; 410 ends it; everything else is tried again after 1 min, 5 min,
 * 30 min, 2 h, 5 h, 10 h, 24 h, each ± 20 % by `random` (0 to 1), or after the `Retry-After` of the answer, 1 s to 24 h.
 */
export function afterAttempt(
  delivery: Delivery,
  attempt: DeliveryAttempt,
  { retryAfterMs, random }: { retryAfterMs: number | null; random: number },
): Delivery {
  const attemptsOfRound = delivery.attemptsOfRound + 1;
  const attempts = [...delivery.attempts, attempt].slice(-KEPT_ATTEMPTS);
  const noted = { ...delivery, version: delivery.version + 1, attempts, attemptsOfRound };
  if (isDelivered(attempt)) return { ...noted, status: 'delivered', nextAttemptAt: null };
  const waitMs = WAITS_MS[attemptsOfRound];
  if (isGone(attempt) || waitMs === undefined) return { ...noted, status: 'failed', nextAttemptAt: null };
  const endedAt = attempt.startedAt + attempt.durationMs;
  return { ...noted, nextAttemptAt: endedAt + (boundRetryAfter(retryAfterMs) ?? jittered(waitMs, random)) };
}

/** The delivery at the start of a new round of attempts, whatever its status was; `id` stays. */
export function asRedelivery(delivery: Delivery, nowMs: number): Delivery {
  const version = delivery.version + 1;
  return { ...delivery, version, status: 'pending', attemptsOfRound: 0, nextAttemptAt: nowMs };
}

/** The delivery without further attempts; unchanged unless it is pending. */
export function asCancelled(delivery: Delivery): Delivery {
  if (delivery.status !== 'pending') return delivery;
  return { ...delivery, version: delivery.version + 1, status: 'cancelled', nextAttemptAt: null };
}

function boundRetryAfter(retryAfterMs: number | null): number | null {
  if (retryAfterMs === null) return null;
  return Math.min(Math.max(retryAfterMs, RETRY_AFTER_MIN_MS), RETRY_AFTER_MAX_MS);
}
