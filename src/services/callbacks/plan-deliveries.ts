import { type Delivery, newDelivery } from '../../domain/delivery.ts';
import { MAX_WEBHOOKS, type PayloadFormat, type WebhookEvent } from '../../domain/webhook.ts';
import type { CallbackDeps, Owner } from './callback-deps.ts';

/** Something happened that receivers may want to hear of. */
export interface CallbackEvent {
  readonly event: WebhookEvent;
  /** The address that came with the analysis or batch. */
  readonly callbackUrl: string | null;
  readonly callbackFormat: PayloadFormat;
  /** The one endpoint that is meant, as for a test; `null`: every endpoint that enabled the event. */
  readonly onlyWebhookId: string | null;
}

/**
 * One delivery for each receiver, those that failed the last time at the end: a Worker has few connections open at once, and
 * who never answers keeps one for long. Twice the same event makes them anew, with other ids: plan it once.
 */
export async function planDeliveries(
  deps: Pick<CallbackDeps, 'webhookBook' | 'clock' | 'newId'>,
  { accountId, livemode }: Owner,
  { event, callbackUrl, callbackFormat, onlyWebhookId }: CallbackEvent,
): Promise<Delivery[]> {
  const endpoints = await deps.webhookBook(accountId, livemode).list(MAX_WEBHOOKS, null);
  const wanted = endpoints.filter(({ id, disabledAt, enabledEvents }) =>
    onlyWebhookId === null
      ? disabledAt === null && enabledEvents.some((enabled) => enabled === event)
      : id === onlyWebhookId,
  );
  const { sound = [], failing = [] } = Object.groupBy(wanted, ({ failingSince }) =>
    failingSince === null ? 'sound' : 'failing',
  );
  const receivers = [...sound, ...failing].map(({ id, url, format }) => ({ webhookId: id, url, format }));
  const own = callbackUrl === null ? [] : [{ webhookId: null, url: callbackUrl, format: callbackFormat }];
  return [...own, ...receivers].map((receiver) =>
    newDelivery({ id: `msg_${deps.newId()}`, event, ...receiver }, deps.clock.now()),
  );
}
