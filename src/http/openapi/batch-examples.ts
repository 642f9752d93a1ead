import { renderBatch, renderItem } from '../../formats/v1-batches.ts';
import { exampleSubmission } from './example-call.ts';

const state = {
  batch: {
    id: 'batch_019d2a5b-7c00-7000-8000-0123456789ab',
    accountId: 'acc_northwind',
    livemode: false,
    callbackUrl: 'https://northwind.example/hooks/debrief',
    metadata: { import: 'march' },
    createdAt: Date.parse('2026-03-26T12:00:00Z'),
    cancelledAt: null,
    completedAt: null,
  },
  counts: { waiting: 1, running: 0, completed: 0, failed: 0, cancelled: 0, rejected: 1 },
  costUsdCents: 0,
};

const error = { code: 'missing_field', message: 'Field "transcript.utterances[0].text" is required.' };
const details = { field: 'transcript.utterances[0].text' };
const accepted = renderBatch(state);
const halfway = renderBatch({ ...state, counts: { ...state.counts, waiting: 0, completed: 1 } });
const items = [
  { index: 0, status: 'completed' as const, analysisId: '019d2a5b-7c00-7000-8000-0123456789ab', error: null },
  { index: 1, status: 'rejected' as const, analysisId: null, error: { ...error, details } },
];

/** Examples by `operationId`. */
export const batchExamples = {
  createBatch: {
    request: {
      items: [exampleSubmission, { transcript: { utterances: [{ speaker: 'agent', start: 0, end: 1 }] } }],
      callback_url: state.batch.callbackUrl,
      metadata: state.batch.metadata,
    },
    answer: { ...accepted, errors: [{ index: 1, ...error, details }] },
  },
  readBatch: { answer: halfway },
  listBatchItems: {
    answer: {
      object: 'list',
      data: items.map((item) =>
        renderItem({ ...item, costUsdCents: item.status === 'completed' ? 0 : null }),
      ),
      has_more: false,
      next_cursor: null,
    },
  },
  listRejectedSubmissions: {
    answer: {
      object: 'list',
      data: [
        {
          message_id: '9f86d081884c7d659a2feaa0c55ad015',
          source: 'queue',
          idempotency_key: 'call-4711',
          inbox_key: null,
          error: { ...error, details: { field: 'submission.transcript.utterances[0].text' } },
          rejected_at: '2026-03-26T12:00:00.000Z',
        },
      ],
      has_more: false,
      next_cursor: null,
    },
  },
  cancelBatch: { answer: { ...accepted, status: 'cancelling', cancelled_at: '2026-03-26T12:01:00.000Z' } },
};
