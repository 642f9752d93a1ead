import { ID_PREFIX } from '../domain/ids.ts';
import type { StoredWebhook, WebhookChanges } from '../db/webhooks.ts';
import { type Principal, requireScope } from '../domain/api-key.ts';
import type { LoggedDelivery } from '../domain/delivery.ts';
import { Fault } from '../domain/errors.ts';
import { type Page, type PageRequest, readPage } from '../domain/page-cursor.ts';
import {
  MAX_WEBHOOKS,
  toEnabledEvents,
  type Webhook,
  type WebhookChange,
  type WebhookRequest,
} from '../domain/webhook.ts';
import { readAnalysis } from './analyses/read.ts';
import {
  callbackSecretContext,
  newSecret,
  requireEncryptor,
  rotateSecrets,
} from './callbacks/signing-secrets.ts';
import type { Context } from './deps.ts';
import { findMade, newIdFor } from './idempotency.ts';

/** What a webhook is sent shows calls: whoever directs it must be allowed to read them. */
function requireWebhookScopes(principal: Principal): void {
  requireScope(principal, 'write');
  requireScope(principal, 'read');
}

const toWebhookId = (uuid: string) => ID_PREFIX.webhook + uuid;

/** An endpoint with its secret in clear. */
interface CreatedWebhook {
  readonly webhook: Webhook;
  readonly secret: string;
}

/**
 * Makes an endpoint. Its secret is shown here and never again; a request that is sent again with its idempotency key makes no
 * second one. Throws `url_not_allowed`, `too_many_webhooks`, `idempotency_mismatch`.
 */
export async function createWebhook(context: Context, request: WebhookRequest): Promise<CreatedWebhook> {
  const { deps, principal } = context;
  requireWebhookScopes(principal);
  deps.safeFetch.check(request.url);
  const webhooks = deps.webhooks(principal);
  const find = (id: string) => webhooks.find(toWebhookId(id));
  const made = await findMade(context, 'webhook', find, ({ webhook }) => webhook.createdAt);
  if (made) return createdBefore(deps, made, request);
  if ((await webhooks.count()) >= MAX_WEBHOOKS)
    throw new Fault('too_many_webhooks', undefined, { max: MAX_WEBHOOKS });
  const nowMs = deps.clock.now();
  const webhook: Webhook = {
    id: toWebhookId(await newIdFor(context, 'webhook')),
    ...endpointOf(request),
    createdAt: nowMs,
    updatedAt: nowMs,
    disabledAt: null,
    disabledReason: null,
    failingSince: null,
    previousSecretUntil: null,
  };
  const secret = newSecret(deps);
  await webhooks.add(webhook, await requireEncryptor(deps).encrypt(secret, webhook.id));
  return { webhook, secret };
}

function endpointOf({ url, name, enabled_events: events, format }: WebhookRequest) {
  return { url, name: name ?? null, enabledEvents: toEnabledEvents(events), format };
}

/** The endpoint that an earlier request with the same idempotency key made. Throws `idempotency_mismatch`. */
async function createdBefore(
  deps: Context['deps'],
  { webhook, secrets }: StoredWebhook,
  request: WebhookRequest,
): Promise<CreatedWebhook> {
  const { url, name, enabledEvents, format } = webhook;
  const asked = JSON.stringify(endpointOf(request));
  if (JSON.stringify({ url, name, enabledEvents, format }) !== asked) throw new Fault('idempotency_mismatch');
  return { webhook, secret: await requireEncryptor(deps).decrypt(secrets.secret, webhook.id) };
}

/** The endpoints of the caller's account and mode, newest first. Throws `invalid_request`. */
export async function listWebhooks({ deps, principal }: Context, page: PageRequest): Promise<Page<Webhook>> {
  requireScope(principal, 'read');
  const webhooks = deps.webhooks(principal);
  return readPage(page, (limit, after) => webhooks.list(limit, after));
}

/** Throws `webhook_not_found`. */
export async function readWebhook({ deps, principal }: Context, id: string): Promise<Webhook> {
  requireScope(principal, 'read');
  const found = await deps.webhooks(principal).find(id);
  if (!found) throw new Fault('webhook_not_found', undefined, { id });
  return found.webhook;
}

/** Changes the named fields and nothing else. Throws `webhook_not_found`, `url_not_allowed`. */
export async function changeWebhook(
  context: Context,
  { id, change }: { id: string; change: WebhookChange },
): Promise<Webhook> {
  const { deps, principal } = context;
  requireWebhookScopes(principal);
  const before = await readWebhook(context, id);
  if (change.url !== undefined) deps.safeFetch.check(change.url);
  const changes = toChanges(before, change, deps.clock.now());
  await deps.webhooks(principal).change(id, changes);
  return readWebhook(context, id);
}

/** Deliveries that are still to come are cancelled when they are due. Throws `webhook_not_found`. */
export async function removeWebhook(context: Context, id: string): Promise<void> {
  const { deps, principal } = context;
  requireWebhookScopes(principal);
  await readWebhook(context, id);
  await deps.webhooks(principal).remove(id);
}

function toChanges(
  { disabledAt }: Webhook,
  { url, name, enabled_events: events, format, enabled }: WebhookChange,
  nowMs: number,
): WebhookChanges {
  return {
    updatedAt: nowMs,
    ...(url !== undefined && { url }),
    ...(name !== undefined && { name }),
    ...(events && { enabledEvents: toEnabledEvents(events) }),
    ...(format && { format }),
    ...(enabled === true && { disabledAt: null, disabledReason: null, failingSince: null }),
    ...(enabled === false && disabledAt === null && { disabledAt: nowMs, disabledReason: 'by_request' }),
  };
}

export interface RotatedSecret {
  /** Shown this once. */
  readonly secret: string;
  /** Until when the previous secret signs too, milliseconds since 1970; `null` where there was none. */
  readonly previousSecretUntil: number | null;
}

/** Gives an endpoint a new secret. For a day, the previous one signs too. Throws `webhook_not_found`. */
export async function rotateWebhookSecret({ deps, principal }: Context, id: string): Promise<RotatedSecret> {
  requireWebhookScopes(principal);
  const webhooks = deps.webhooks(principal);
  const found = await webhooks.find(id);
  if (!found) throw new Fault('webhook_not_found', undefined, { id });
  const secret = newSecret(deps);
  const encrypted = await requireEncryptor(deps).encrypt(secret, id);
  const secrets = rotateSecrets(found.secrets, encrypted, deps.clock.now());
  await webhooks.replaceSecrets(id, secrets, deps.clock.now());
  return { secret, previousSecretUntil: secrets.previousSecretUntil };
}

/** The same for the secret that signs the callbacks of single analyses. Where there is none yet, it makes the first. */
export async function rotateCallbackSecret({ deps, principal }: Context): Promise<RotatedSecret> {
  requireWebhookScopes(principal);
  const stored = deps.callbackSecrets(principal);
  const secret = newSecret(deps);
  const encrypted = await requireEncryptor(deps).encrypt(secret, callbackSecretContext(principal));
  const secrets = rotateSecrets(await stored.find(), encrypted, deps.clock.now());
  await stored.replace(secrets, deps.clock.now());
  return { secret, previousSecretUntil: secrets.previousSecretUntil };
}

/** Sends a `webhook.test` to an endpoint, even to a disabled one. Throws `webhook_not_found`. */
export async function testWebhook(context: Context, id: string): Promise<void> {
  const { deps, principal } = context;
  requireWebhookScopes(principal);
  const { format } = await readWebhook(context, id);
  const firedAt = new Date(deps.clock.now()).toISOString();
  const body = { message: 'This is a test of your webhook endpoint.', webhook_id: id, fired_at: firedAt };
  const subjectId = ID_PREFIX.webhookTest + (await newIdFor(context, 'webhook_test'));
  await deps.callbackObjects.notify(subjectId, {
    subjectId,
    accountId: principal.accountId,
    livemode: principal.livemode,
    event: 'webhook.test',
    callbackUrl: null,
    callbackFormat: format,
    onlyWebhookId: id,
    body: JSON.stringify(body),
  });
}

/** Deliveries to an endpoint, or those about an analysis or batch. */
type DeliveriesOf = { readonly webhookId: string } | { readonly subjectId: string };

/** What was or will be sent to an endpoint, newest first. Throws `webhook_not_found`, `invalid_request`. */
export async function listWebhookDeliveries(
  context: Context,
  { webhookId, page }: { webhookId: string; page: PageRequest },
): Promise<Page<LoggedDelivery>> {
  requireScope(context.principal, 'read');
  await readWebhook(context, webhookId);
  return listDeliveries(context, { webhookId }, page);
}

/** What was or will be sent about an analysis, newest first. Throws `analysis_not_found`, `invalid_request`. */
export async function listAnalysisDeliveries(
  context: Context,
  { analysisId, page }: { analysisId: string; page: PageRequest },
): Promise<Page<LoggedDelivery>> {
  requireScope(context.principal, 'read');
  await readAnalysis(context, analysisId);
  return listDeliveries(context, { subjectId: analysisId }, page);
}

/** Sends a delivery again, with the same id, from the first attempt of the schedule. Throws `delivery_not_found`. */
export async function redeliver(
  { deps, principal }: Context,
  { deliveryId, of }: { deliveryId: string; of: DeliveriesOf },
): Promise<void> {
  requireWebhookScopes(principal);
  const delivery = await deps.deliveries(principal).find(deliveryId);
  const belongs =
    delivery !== null &&
    ('webhookId' in of ? delivery.webhookId === of.webhookId : delivery.subjectId === of.subjectId);
  if (!belongs) throw new Fault('delivery_not_found', undefined, { id: deliveryId });
  const { event, subjectId } = delivery;
  const objects = event.startsWith('analysis.') ? deps.analysisObjects : deps.callbackObjects;
  if (!(await objects.redeliver(subjectId, deliveryId)))
    throw new Fault('delivery_not_found', undefined, { id: deliveryId });
}

function listDeliveries(
  { deps, principal }: Context,
  of: DeliveriesOf,
  page: PageRequest,
): Promise<Page<LoggedDelivery>> {
  const deliveries = deps.deliveries(principal);
  return readPage(page, (limit, after) => deliveries.list(of, limit, after));
}
