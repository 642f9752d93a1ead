import {
  afterAttempt,
  asCancelled,
  type Delivery,
  type DeliveryAttempt,
  isDelivered,
  isGone,
} from '../../domain/delivery.ts';
import { Fault } from '../../domain/fault.ts';
import type { Webhook } from '../../domain/webhook.ts';
import { retryAfterMs } from '../../platform/outbound/retry-after.ts';
import { signedHeaders } from '../../platform/webhook-signature.ts';
import type { CallbackDeps, Owner } from './callback-deps.ts';
import { callbackSigningSecrets, openSecrets } from './signing-secrets.ts';

const RESPONSE_MAX_BYTES = 1024;

/** Where a delivery goes now: the endpoint may have changed since it was planned. */
interface Receiver {
  readonly url: string;
  readonly secrets: readonly string[];
  readonly webhook: Webhook | null;
}

/** Sends a callback once and says how the delivery stands then. `body` is made only where somebody is there to get it. */
export async function attemptDelivery(
  deps: CallbackDeps,
  owner: Owner,
  delivery: Delivery,
  body: () => Promise<string>,
): Promise<Delivery> {
  const receiver = await findReceiver(deps, owner, delivery);
  if (!receiver) return asCancelled(delivery);
  const { attempt, retryAfter } = await send(deps, receiver, delivery, await body());
  const noted = afterAttempt(delivery, attempt, {
    retryAfterMs: retryAfterMs(retryAfter, deps.clock.now()),
    chance: deps.chance(),
  });
  if (receiver.webhook) await noteOutcome(deps, owner, receiver.webhook, attempt);
  return { ...noted, url: receiver.url };
}

async function findReceiver(deps: CallbackDeps, owner: Owner, delivery: Delivery): Promise<Receiver | null> {
  const { webhookId, url } = delivery;
  if (webhookId === null) return { url, secrets: await callbackSigningSecrets(deps, owner), webhook: null };
  const found = await deps.webhookBook(owner.accountId, owner.livemode).find(webhookId);
  if (!found || (found.webhook.disabledAt !== null && delivery.event !== 'webhook.test')) return null;
  const secrets = await openSecrets(deps, found.secrets, webhookId);
  return { url: found.webhook.url, secrets, webhook: found.webhook };
}

async function send(
  { clock, outbound, callbackTimeoutMs }: CallbackDeps,
  { url, secrets }: Receiver,
  { id, event, format, createdAt, attemptsOfRound }: Delivery,
  body: string,
): Promise<{ attempt: DeliveryAttempt; retryAfter: string | null }> {
  const startedAt = clock.now();
  const message = { id, event, format, body, createdAtMs: createdAt, retries: attemptsOfRound };
  const headers = await signedHeaders(
    { ...message, timestampSeconds: Math.floor(startedAt / 1000) },
    secrets,
  );
  const ended = (result: Pick<DeliveryAttempt, 'statusCode' | 'response' | 'error'>): DeliveryAttempt => ({
    startedAt,
    durationMs: Math.max(0, clock.now() - startedAt),
    ...result,
  });
  try {
    const signal = AbortSignal.timeout(callbackTimeoutMs);
    const response = await outbound.fetchGuarded({ url, method: 'POST', headers, body, signal });
    const text = await readStart(response);
    const attempt = ended({ statusCode: response.status, response: text, error: null });
    return { attempt, retryAfter: response.headers.get('retry-after') };
  } catch (error) {
    const attempt = ended({ statusCode: null, response: null, error: errorName(error) });
    return { attempt, retryAfter: null };
  }
}

/** The first bytes of an answer; what it says beyond them, or why it breaks off, changes nothing. */
async function readStart(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  let room = RESPONSE_MAX_BYTES;
  try {
    while (room > 0) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value.subarray(0, room), { stream: true });
      room -= value.byteLength;
    }
  } catch {
    return text;
  } finally {
    void reader.cancel().catch(() => undefined);
  }
  return text;
}

function errorName(error: unknown): string {
  if (error instanceof Fault)
    return error.code === 'url_not_allowed' ? 'address_refused' : 'connection_failed';
  return error instanceof Error && error.name === 'TimeoutError' ? 'timed_out' : 'connection_failed';
}

async function noteOutcome(
  { clock, webhookBook, log }: CallbackDeps,
  { accountId, livemode }: Owner,
  webhook: Webhook,
  attempt: DeliveryAttempt,
): Promise<void> {
  const outcome = isDelivered(attempt) ? 'delivered' : isGone(attempt) ? 'gone' : 'failed';
  try {
    await webhookBook(accountId, livemode).noteOutcome(webhook, outcome, clock.now());
  } catch {
    // The next attempt notes it. What was sent must not be sent again for this.
    log.error('webhook.outcome_not_noted', { webhook: webhook.id, outcome });
  }
}
