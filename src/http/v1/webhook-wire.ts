import { z } from '@hono/zod-openapi';
import { DisabledReason, EnabledEvent, PayloadFormat, WebhookEvent } from '../../domain/webhook.ts';

const Time = z.iso.datetime();

export const WebhookWire = z.strictObject({
  id: z.string(),
  object: z.literal('webhook'),
  url: z.string(),
  name: z.string().nullable(),
  enabled_events: z.array(EnabledEvent),
  format: PayloadFormat,
  enabled: z.boolean(),
  created_at: Time,
  updated_at: Time,
  disabled_at: Time.nullable(),
  disabled_reason: DisabledReason.nullable(),
  failing_since: Time.nullable(),
  previous_secret_until: Time.nullable(),
});
export type WebhookWire = z.infer<typeof WebhookWire>;

const Secret = { secret: z.string(), signing_secret: z.string().meta({ description: 'The same secret' }) };

export const CreatedWebhookWire = WebhookWire.extend(Secret);

export const RotatedSecretWire = z.strictObject({
  object: z.literal('webhook_secret'),
  ...Secret,
  previous_secret_until: Time.nullable(),
});

export const DeliveryWire = z.strictObject({
  id: z.string().meta({ description: 'The `webhook-id` of every attempt' }),
  object: z.literal('delivery'),
  event: WebhookEvent,
  webhook_id: z.string().nullable().meta({ description: 'Null for a `callback_url`' }),
  subject_id: z.string().meta({ description: 'Analysis or batch that it tells of' }),
  url: z.string(),
  format: PayloadFormat,
  status: z.enum(['pending', 'delivered', 'failed', 'cancelled']),
  created_at: Time,
  next_attempt_at: Time.nullable(),
  attempts: z.array(
    z.strictObject({
      started_at: Time,
      duration_ms: z.int().nonnegative(),
      status_code: z.int().nullable(),
      error: z.string().nullable(),
      response: z.string().nullable().meta({ description: 'First kilobyte of the answer' }),
    }),
  ),
});
export type DeliveryWire = z.infer<typeof DeliveryWire>;

const page = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({
    object: z.literal('list'),
    data: z.array(row),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
  });

export const WebhookListWire = page(WebhookWire);
export const DeliveryListWire = page(DeliveryWire);
