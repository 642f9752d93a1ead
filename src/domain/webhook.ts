import { z } from 'zod';

/** What a webhook endpoint can hear of. `webhook.test` is sent when it is asked for, whatever is enabled. */
export const WebhookEvent = z.enum([
  'analysis.completed',
  'analysis.failed',
  'analysis.cancelled',
  'batch.completed',
  'webhook.test',
]);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

export const EnabledEvent = WebhookEvent.exclude(['webhook.test']);
export type EnabledEvent = z.infer<typeof EnabledEvent>;

/** The published format that the body of a callback is written in; each has the URL of its `GET` in its name. */
export const PayloadFormat = z.enum(['v1-analyses', 'v1-analysis', 'api-v1-analysis', 'public-recordings']);
export type PayloadFormat = z.infer<typeof PayloadFormat>;

/** What a callback is written in where nobody chose. */
export const DEFAULT_PAYLOAD_FORMAT = 'v1-analyses' satisfies PayloadFormat;

/** Where a callback goes, and what its body is written in. */
export const CallbackAddress = z.strictObject({ url: z.string(), format: PayloadFormat }).readonly();
export type CallbackAddress = z.infer<typeof CallbackAddress>;

export const MAX_WEBHOOKS = 20;

/** An address of the web as callers give it. Whether it may be fetched from is another question. */
export const WebUrl = z.url({ protocol: /^https?$/ }).max(2048);

const endpointFields = {
  url: WebUrl,
  name: z.string().trim().min(1).max(200),
  enabled_events: z.array(EnabledEvent).min(1).max(EnabledEvent.options.length),
  format: PayloadFormat,
};

export const WebhookRequest = z.strictObject({
  ...endpointFields,
  name: endpointFields.name.nullish(),
  enabled_events: endpointFields.enabled_events.default([...EnabledEvent.options]),
  format: endpointFields.format.default(DEFAULT_PAYLOAD_FORMAT),
});
export type WebhookRequest = z.infer<typeof WebhookRequest>;

export const WebhookChange = z
  .strictObject({
    ...endpointFields,
    name: endpointFields.name.nullable(),
    /** `true` takes up an endpoint again that was disabled. */
    enabled: z.boolean(),
  })
  .partial();
export type WebhookChange = z.infer<typeof WebhookChange>;

/** Why an endpoint gets nothing any more. */
export const DisabledReason = z.enum(['by_request', 'gone', 'failing']);
export type DisabledReason = z.infer<typeof DisabledReason>;

/** A webhook endpoint as its account sees it: everything but the secrets. Times are milliseconds since 1970-01-01 UTC. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly name: string | null;
  readonly enabledEvents: readonly EnabledEvent[];
  readonly format: PayloadFormat;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly disabledAt: number | null;
  readonly disabledReason: DisabledReason | null;
  /** Since when nothing has arrived; `null` after a delivery. */
  readonly failingSince: number | null;
  /** Until when the secret before the last rotation signs too; `null` where there is none. */
  readonly previousSecretUntil: number | null;
}

/** An endpoint that has only failed for this long is disabled. */
export const FAILING_MAX_MS = 5 * 24 * 3_600_000;

/** What a failed attempt leaves of an endpoint: since when it fails, and whether that was for too long. */
export function afterFailure(
  { failingSince }: Pick<Webhook, 'failingSince'>,
  nowMs: number,
): { failingSince: number; disable: boolean } {
  const since = failingSince ?? nowMs;
  return { failingSince: since, disable: nowMs - since >= FAILING_MAX_MS };
}

/** Each event once, in the order of their declaration. */
export function toEnabledEvents(names: readonly string[]): EnabledEvent[] {
  return EnabledEvent.options.filter((event) => names.includes(event));
}
