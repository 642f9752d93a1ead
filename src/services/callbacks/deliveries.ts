import { ID_PREFIX } from '../../domain/ids.ts';
import { signedHeaders } from '../../adapters/crypto/webhook-signature.ts';
import { retryAfterMs } from '../../adapters/http-client/response.ts';
import type { Analysis } from '../../domain/analysis.ts';
import {
  afterAttempt,
  asCancelled,
  type CallbackEvent,
  type Delivery,
  type DeliveryAttempt,
  isDelivered,
  isGone,
  newDelivery,
} from '../../domain/delivery.ts';
import { Fault } from '../../domain/errors.ts';
import { readableRows } from '../../domain/page-cursor.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { MAX_WEBHOOKS, type PayloadFormat, type Webhook } from '../../domain/webhook.ts';
import { FORMATS, renderJsonText } from '../../formats/registry.ts';
import { loadDocument } from '../analyses/documents.ts';
import type { CallbackDeps } from '../deps.ts';
import { callbackSigningSecrets, decryptSecrets } from './signing-secrets.ts';

/**
 * One delivery for each receiver. Endpoints that are failing come last: a Worker has few connections open at a time, and one
 * that never answers holds a connection for long. Planning the same event again makes other deliveries, with other ids.
 */
export async function planDeliveries(
  deps: Pick<CallbackDeps, 'webhooks' | 'clock' | 'newId'>,
  tenant: Tenant,
  { event, callbackUrl, callbackFormat, onlyWebhookId }: CallbackEvent,
): Promise<Delivery[]> {
  const endpoints = readableRows(await deps.webhooks(tenant).list(MAX_WEBHOOKS, null));
  const wanted = endpoints.filter(({ id, disabledAt, enabledEvents }) =>
    onlyWebhookId === null
      ? disabledAt === null && enabledEvents.some((enabled) => enabled === event)
      : id === onlyWebhookId,
  );
  const { healthy = [], failing = [] } = Object.groupBy(wanted, ({ failingSince }) =>
    failingSince === null ? 'healthy' : 'failing',
  );
  const receivers = [...healthy, ...failing].map(({ id, url, format }) => ({ webhookId: id, url, format }));
  const own = callbackUrl === null ? [] : [{ webhookId: null, url: callbackUrl, format: callbackFormat }];
  return [...own, ...receivers].map((receiver) =>
    newDelivery({ id: ID_PREFIX.delivery + deps.newId(), event, ...receiver }, deps.clock.now()),
  );
}

const RESPONSE_MAX_BYTES = 1024;

/** Where a delivery goes now: the endpoint may have changed since it was planned. */
interface Receiver {
  readonly url: string;
  readonly secrets: readonly string[];
  readonly webhook: Webhook | null;
}

/** Sends a callback once. Answers the delivery with this attempt. `body` is made only where there is a receiver. */
export async function attemptDelivery(
  deps: CallbackDeps,
  tenant: Tenant,
  delivery: Delivery,
  body: () => Promise<string>,
): Promise<Delivery> {
  const receiver = await findReceiver(deps, tenant, delivery);
  if (!receiver) return asCancelled(delivery);
  const { attempt, retryAfter } = await send(deps, receiver, delivery, await body());
  const attempted = afterAttempt(delivery, attempt, {
    retryAfterMs: retryAfterMs(retryAfter, deps.clock.now()),
    random: deps.random(),
  });
  if (receiver.webhook) await recordOutcome(deps, tenant, receiver.webhook, attempt);
  return { ...attempted, url: receiver.url };
}

async function findReceiver(
  deps: CallbackDeps,
  tenant: Tenant,
  delivery: Delivery,
): Promise<Receiver | null> {
  const { webhookId, url } = delivery;
  if (webhookId === null) return { url, secrets: await callbackSigningSecrets(deps, tenant), webhook: null };
  const found = await deps.webhooks(tenant).find(webhookId);
  if (!found || (found.webhook.disabledAt !== null && delivery.event !== 'webhook.test')) return null;
  const secrets = await decryptSecrets(deps, found.secrets, webhookId);
  return { url: found.webhook.url, secrets, webhook: found.webhook };
}

async function send(
  { clock, safeFetch, callbackTimeoutMs }: CallbackDeps,
  { url, secrets }: Receiver,
  { id, event, format, createdAt, attemptsOfRound }: Delivery,
  body: string,
): Promise<{ attempt: DeliveryAttempt; retryAfter: string | null }> {
  const startedAt = clock.now();
  const message = { id, event, body, createdAtMs: createdAt, retries: attemptsOfRound };
  const headers = await signedHeaders(
    { ...message, timestampSeconds: Math.floor(startedAt / 1000) },
    secrets,
    FORMATS[format].callbackHeaders,
  );
  const ended = (result: Pick<DeliveryAttempt, 'statusCode' | 'response' | 'error'>): DeliveryAttempt => ({
    startedAt,
    durationMs: Math.max(0, clock.now() - startedAt),
    ...result,
  });
  try {
    const signal = AbortSignal.timeout(callbackTimeoutMs);
    const response = await safeFetch.fetch({ url, method: 'POST', headers, body, signal });
    const text = await readStart(response);
    const attempt = ended({ statusCode: response.status, response: text, error: null });
    return { attempt, retryAfter: response.headers.get('retry-after') };
  } catch (error) {
    const attempt = ended({ statusCode: null, response: null, error: errorName(error) });
    return { attempt, retryAfter: null };
  }
}

/** The first bytes of an answer. The rest is not read, and an answer that breaks off is as good as a whole one. */
async function readStart(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytesLeft = RESPONSE_MAX_BYTES;
  try {
    while (bytesLeft > 0) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value.subarray(0, bytesLeft), { stream: true });
      bytesLeft -= value.byteLength;
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

async function recordOutcome(
  { clock, webhooks, log }: CallbackDeps,
  tenant: Tenant,
  webhook: Webhook,
  attempt: DeliveryAttempt,
): Promise<void> {
  const outcome = isDelivered(attempt) ? 'delivered' : isGone(attempt) ? 'gone' : 'failed';
  try {
    await webhooks(tenant).recordOutcome(webhook, outcome, clock.now());
  } catch {
    // The next attempt records it. What was sent must not be sent again for this.
    log.error('webhook.outcome_not_noted', { webhook: webhook.id, outcome });
  }
}

/** The body of a callback: what the `GET` of the format answers for this analysis now, as JSON. */
export async function callbackBody(
  deps: Pick<CallbackDeps, 'documents' | 'analyses' | 'publicUrl'>,
  analysis: Analysis,
  formatId: PayloadFormat,
): Promise<string> {
  const format = FORMATS[formatId];
  const document = await loadDocument(deps, analysis);
  const audioUrl = `${deps.publicUrl}/v1/analyses/${analysis.id}/audio`;
  const number = format.isNumbered ? await numberOf(deps, analysis) : 0;
  return renderJsonText(format, document, { audioUrl, number });
}

async function numberOf(deps: Pick<CallbackDeps, 'analyses'>, analysis: Analysis): Promise<number> {
  const row = await deps.analyses(analysis).find(analysis.id);
  if (!row) throw new Error('the analysis has no number yet');
  return row.number;
}
