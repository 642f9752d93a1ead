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

/** Examples by `operationId` of what belongs to the account rather than to a call. */
export const accountExamples = {
  createApiKey: {
    request: { name: 'Telephony', scopes: ['read', 'write'] },
    answer: { ...key, key: 'sk_test_4fQ2…' },
  },
  listApiKeys: { answer: { object: 'list', data: [key], has_more: false, next_cursor: null } },
  readApiKey: { answer: key },
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
      data: [{ month: '2026-03', analyses: 42, audio_minutes: 210.5, cost_usd_cents: 109.46 }],
    },
  },
};
