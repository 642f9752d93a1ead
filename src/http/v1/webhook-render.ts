import type { LoggedDelivery } from '../../domain/delivery.ts';
import type { Webhook } from '../../domain/webhook.ts';
import type { Page } from '../../services/webhooks/webhooks.ts';
import type { DeliveryWire, WebhookWire } from './webhook-wire.ts';

export function renderWebhook(webhook: Webhook): WebhookWire {
  return {
    id: webhook.id,
    object: 'webhook',
    url: webhook.url,
    name: webhook.name,
    enabled_events: [...webhook.enabledEvents],
    format: webhook.format,
    enabled: webhook.disabledAt === null,
    created_at: toTime(webhook.createdAt),
    updated_at: toTime(webhook.updatedAt),
    disabled_at: toTimeOrNull(webhook.disabledAt),
    disabled_reason: webhook.disabledReason,
    failing_since: toTimeOrNull(webhook.failingSince),
    previous_secret_until: toTimeOrNull(webhook.previousSecretUntil),
  };
}

export function renderDelivery(delivery: LoggedDelivery): DeliveryWire {
  return {
    id: delivery.id,
    object: 'delivery',
    event: delivery.event,
    webhook_id: delivery.webhookId,
    subject_id: delivery.subjectId,
    url: delivery.url,
    format: delivery.format,
    status: delivery.status,
    created_at: toTime(delivery.createdAt),
    next_attempt_at: toTimeOrNull(delivery.nextAttemptAt),
    attempts: delivery.attempts.map(({ startedAt, durationMs, statusCode, error, response }) => ({
      started_at: toTime(startedAt),
      duration_ms: durationMs,
      status_code: statusCode,
      error,
      response,
    })),
  };
}

export function renderPage<Row, Wire>({ rows, nextCursor }: Page<Row>, render: (row: Row) => Wire) {
  const data = rows.map(render);
  return { object: 'list' as const, data, has_more: nextCursor !== null, next_cursor: nextCursor };
}

export function toTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : toTime(ms);
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
