import { requireScope } from '../../domain/principal.ts';
import { toEnabledEvents, type Webhook, type WebhookChange } from '../../domain/webhook.ts';
import type { WebhookChanges } from '../../db/webhook-book.ts';
import type { Context } from '../deps.ts';
import { readWebhook } from './read.ts';

/** Changes what is named and nothing else. Throws `webhook_not_found`, `url_not_allowed`. */
export async function changeWebhook(context: Context, id: string, change: WebhookChange): Promise<Webhook> {
  const { deps, principal } = context;
  requireScope(principal, 'write');
  const before = await readWebhook(context, id);
  if (change.url !== undefined) deps.outbound.check(change.url);
  const changes = toChanges(before, change, deps.clock.now());
  await deps.webhookBook(principal.accountId, principal.livemode).change(id, changes);
  return readWebhook(context, id);
}

/** Throws `webhook_not_found`. Deliveries on their way to it are cancelled when they are due. */
export async function removeWebhook(context: Context, id: string): Promise<void> {
  const { deps, principal } = context;
  requireScope(principal, 'write');
  await readWebhook(context, id);
  await deps.webhookBook(principal.accountId, principal.livemode).remove(id);
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
