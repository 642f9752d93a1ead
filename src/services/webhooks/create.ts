import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import { MAX_WEBHOOKS, toEnabledEvents, type Webhook, type WebhookRequest } from '../../domain/webhook.ts';
import { newSecret, requireSecretBox } from '../callbacks/signing-secrets.ts';
import type { Context } from '../deps.ts';

/** Makes an endpoint. This is the only time that its secret is shown. Throws `url_not_allowed`, `too_many_webhooks`. */
export async function createWebhook(
  { deps, principal }: Context,
  request: WebhookRequest,
): Promise<{ webhook: Webhook; secret: string }> {
  requireScope(principal, 'write');
  deps.outbound.check(request.url);
  const book = deps.webhookBook(principal.accountId, principal.livemode);
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
  await book.add(webhook, await requireSecretBox(deps).seal(secret, webhook.id));
  return { webhook, secret };
}
