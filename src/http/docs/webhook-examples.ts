const webhook = {
  id: 'wh_019d2a5b-7c00-7000-8000-0123456789ab',
  object: 'webhook',
  url: 'https://app.example.com/hooks',
  name: 'Production',
  enabled_events: ['analysis.completed', 'analysis.failed'],
  format: 'v1-analyses',
  enabled: true,
  created_at: '2026-03-26T12:00:00.000Z',
  updated_at: '2026-03-26T12:00:00.000Z',
  disabled_at: null,
  disabled_reason: null,
  failing_since: null,
  previous_secret_until: null,
};

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=';

const delivery = {
  id: 'msg_019d2a5b-7c01-7000-8000-0123456789ab',
  object: 'delivery',
  event: 'analysis.completed',
  webhook_id: webhook.id,
  subject_id: '019d2a5b-7c00-7000-8000-000000000001',
  url: webhook.url,
  format: 'v1-analyses',
  status: 'delivered',
  created_at: '2026-03-26T12:01:00.000Z',
  next_attempt_at: null,
  attempts: [
    {
      started_at: '2026-03-26T12:01:00.000Z',
      duration_ms: 112,
      status_code: 204,
      error: null,
      response: '',
    },
  ],
};

const deliveries = { object: 'list', data: [delivery], has_more: false, next_cursor: null };

const rotated = {
  object: 'webhook_secret',
  secret,
  signing_secret: secret,
  previous_secret_until: '2026-03-27T12:00:00.000Z',
};

/** Examples by `operationId` of what belongs to callbacks. */
export const webhookExamples = {
  createWebhook: {
    request: {
      url: webhook.url,
      name: webhook.name,
      enabled_events: webhook.enabled_events,
      format: webhook.format,
    },
    answer: { ...webhook, secret, signing_secret: secret },
  },
  listWebhooks: { answer: { object: 'list', data: [webhook], has_more: false, next_cursor: null } },
  readWebhook: { answer: webhook },
  changeWebhook: {
    request: { enabled: false },
    answer: {
      ...webhook,
      enabled: false,
      disabled_at: '2026-03-27T12:00:00.000Z',
      disabled_reason: 'by_request',
    },
  },
  rotateWebhookSecret: { answer: rotated },
  rotateCallbackSecret: { answer: rotated },
  listWebhookDeliveries: { answer: deliveries },
  listAnalysisDeliveries: { answer: deliveries },
};
