import { DEFAULT_PAYLOAD_FORMAT } from '../../domain/webhook.ts';

const webhook = {
  id: 'wh_019d2a5b-7c00-7000-8000-0123456789ab',
  object: 'webhook',
  url: 'https://app.example.com/hooks',
  name: 'Production',
  enabled_events: ['analysis.completed', 'analysis.failed'],
  format: DEFAULT_PAYLOAD_FORMAT,
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
  format: DEFAULT_PAYLOAD_FORMAT,
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
const webhookExamples = {
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

const key = {
  id: 'key_019d2a5b-7c00-7000-8000-0123456789ab',
  object: 'api_key',
  name: 'Telephony',
  prefix: 'sk_test_4fQ2',
  scopes: ['read', 'write'],
  livemode: false,
  created_at: '2026-03-26T12:00:00.000Z',
  last_used_at: null,
  expires_at: null,
  revoked_at: null,
};

const account = {
  id: 'acc_northwind',
  object: 'account',
  retention_days: 90,
  monthly_budget_usd_cents: 50_000,
  spent_usd_cents: 109.46,
};

const part = { number: 1, size_bytes: 8_388_608, etag: '62f8e8a9c1f34b6f' };

const upload = {
  id: 'upl_019d2a5b-7c00-7000-8000-0123456789ab',
  object: 'upload',
  status: 'open',
  file_name: 'call.wav',
  content_type: 'audio/wav',
  size_bytes: 115_200_044,
  sha256: null,
  part_size_bytes: 8_388_608,
  part_count: 14,
  parts: [],
  analysis_id: null,
  created_at: '2026-03-26T12:00:00.000Z',
  expires_at: '2026-03-27T12:00:00.000Z',
};

/** Examples by `operationId` of what belongs to the account rather than to a call. */
export const accountExamples = {
  readAccount: { answer: account },
  changeAccount: {
    request: { retention_days: 30, monthly_budget_usd_cents: 50_000 },
    answer: { ...account, retention_days: 30 },
  },
  createApiKey: {
    request: { name: 'Telephony', scopes: ['read', 'write'] },
    answer: { ...key, key: 'sk_test_4fQ2…' },
  },
  listApiKeys: { answer: { object: 'list', data: [key], has_more: false, next_cursor: null } },
  readApiKey: { answer: key },
  createUpload: {
    request: { size_bytes: 115_200_044, content_type: 'audio/wav', file_name: 'call.wav' },
    answer: upload,
  },
  readUpload: { answer: { ...upload, parts: [part] } },
  putUploadPart: { answer: part },
  completeUpload: { answer: { ...upload, status: 'completed', parts: [part] } },
  ...webhookExamples,
  reportAgents: {
    answer: {
      object: 'agent_report',
      livemode: false,
      from: '2026-03-01',
      to: '2026-03-31',
      data: [
        {
          agent_id: 'alice',
          calls: 42,
          mean_overall_score: 71.5,
          mean_sentiment: 0.31,
          compliance_rate: 0.95,
          mean_customer_effort: 1.4,
          mean_talk_ratio: 46.2,
        },
      ],
    },
  },
  readUsage: {
    answer: {
      object: 'usage',
      livemode: false,
      from: '2026-02',
      to: '2026-03',
      data: [
        {
          month: '2026-03',
          analyses: 42,
          audio_minutes: 210.5,
          cost_usd_cents: 114.21,
          speech_cost_usd_cents: 109.46,
          language_model_cost_usd_cents: 4.75,
        },
      ],
    },
  },
};
