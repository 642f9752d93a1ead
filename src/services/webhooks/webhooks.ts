import type { WebhookChanges } from '../../db/webhooks.ts';
import { requireScope } from '../../domain/api-key.ts';
import { Fault } from '../../domain/errors.ts';
import { decodeCursor, encodeCursor, type PagePosition } from '../../domain/page-cursor.ts';
import {
  MAX_WEBHOOKS,
  toEnabledEvents,
  type Webhook,
  type WebhookChange,
  type WebhookRequest,
} from '../../domain/webhook.ts';
import {
  callbackSecretContext,
  newSecret,
  requireEncryptor,
  rotateSecrets,
} from '../callbacks/signing-secrets.ts';
import type { Context } from '../deps.ts';

/** Makes an endpoint. This is the only time that its secret is shown. Throws `url_not_allowed`, `too_many_webhooks`. */
export async function createWebhook(
  { deps, principal }: Context,
  request: WebhookRequest,
): Promise<{ webhook: Webhook; secret: string }> {
  requireScope(principal, 'write');
  deps.safeFetch.check(request.url);
  const book = deps.webhooks(principal);
  if ((await book.count()) >= MAX_WEBHOOKS)
    throw new Fault('too_many_webhooks', undefined, { max: MAX_WEBHOOKS });
  const nowMs = deps.clock.now();
  const webhook: Webhook = {
    id: `wh_${deps.newId()}`,
    url: request.url,
    name: request.name ?? null,
    enabledEvents: toEnabledEvents(request.enabled_events),
    format: request.format,
    createdAt: nowMs,
    updatedAt: nowMs,
    disabledAt: null,
    disabledReason: null,
    failingSince: null,
    previousSecretUntil: null,
  };
  const secret = newSecret(deps);
  await book.add(webhook, await requireEncryptor(deps).encrypt(secret, webhook.id));
  return { webhook, secret };
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** `null` on the last page. */
  readonly nextCursor: string | null;
}

/** The endpoints of the caller's account and mode, newest first. Throws `invalid_request`. */
export async function listWebhooks({ deps, principal }: Context, page: PageRequest): Promise<Page<Webhook>> {
  requireScope(principal, 'read');
  const book = deps.webhooks(principal);
  return toPage(page, (limit, after) => book.list(limit, after));
}

/** Throws `webhook_not_found`. */
export async function readWebhook({ deps, principal }: Context, id: string): Promise<Webhook> {
  requireScope(principal, 'read');
  const found = await deps.webhooks(principal).find(id);
  if (!found) throw new Fault('webhook_not_found', undefined, { id });
  return found.webhook;
}

/** One row more than asked for is read: it tells whether there is another page. */
export async function toPage<Row extends PagePosition>(
  { limit, cursor }: PageRequest,
  read: (limit: number, after: PagePosition | null) => Promise<Row[]>,
): Promise<Page<Row>> {
  const found = await read(limit + 1, cursor === undefined ? null : decodeCursor(cursor));
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, nextCursor: found.length > limit && last ? encodeCursor(last) : null };
}

/** Changes what is named and nothing else. Throws `webhook_not_found`, `url_not_allowed`. */
export async function changeWebhook(context: Context, id: string, change: WebhookChange): Promise<Webhook> {
  const { deps, principal } = context;
  requireScope(principal, 'write');
  const before = await readWebhook(context, id);
  if (change.url !== undefined) deps.safeFetch.check(change.url);
  const changes = toChanges(before, change, deps.clock.now());
  await deps.webhooks(principal).change(id, changes);
  return readWebhook(context, id);
}

/** Throws `webhook_not_found`. Deliveries on their way to it are cancelled when they are due. */
export async function removeWebhook(context: Context, id: string): Promise<void> {
  const { deps, principal } = context;
  requireScope(principal, 'write');
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
  /** Until when the one before signs too, milliseconds since 1970; `null` where there was none. */
  readonly previousSecretUntil: number | null;
}

/** Gives an endpoint another secret; the one before signs too for a day. Throws `webhook_not_found`. */
export async function rotateWebhookSecret({ deps, principal }: Context, id: string): Promise<RotatedSecret> {
  requireScope(principal, 'write');
  const book = deps.webhooks(principal);
  const found = await book.find(id);
  if (!found) throw new Fault('webhook_not_found', undefined, { id });
  const secret = newSecret(deps);
  const sealed = await requireEncryptor(deps).encrypt(secret, id);
  const secrets = rotateSecrets(found.secrets, sealed, deps.clock.now());
  await book.replaceSecrets(id, secrets, deps.clock.now());
  return { secret, previousSecretUntil: secrets.previousSecretUntil };
}

/** The same for the secret that signs the callbacks of single analyses; the first time it only makes one. */
export async function rotateCallbackSecret({ deps, principal }: Context): Promise<RotatedSecret> {
  requireScope(principal, 'write');
  const stored = deps.callbackSecrets(principal);
  const secret = newSecret(deps);
  const sealed = await requireEncryptor(deps).encrypt(secret, callbackSecretContext(principal));
  const secrets = rotateSecrets(await stored.find(), sealed, deps.clock.now());
  await stored.replace(secrets, deps.clock.now());
  return { secret, previousSecretUntil: secrets.previousSecretUntil };
}

/** Sends a `webhook.test` to an endpoint, also to one that is disabled. Throws `webhook_not_found`. */
export async function testWebhook(context: Context, id: string): Promise<void> {
  const { deps, principal } = context;
  requireScope(principal, 'write');
  const { format } = await readWebhook(context, id);
  const firedAt = new Date(deps.clock.now()).toISOString();
  const body = { message: 'This is a test of your webhook endpoint.', webhook_id: id, fired_at: firedAt };
  const subjectId = `test_${deps.newId()}`;
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
