import { createRoute, z } from '@hono/zod-openapi';
import type { RejectedSubmission } from '../../domain/queue-messages.ts';
import { listRejected } from '../../services/submissions.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { pageQuery, pageWire, toPage } from '../lists.ts';
import {
  accessProblems,
  invalidQuery,
  json,
  problemEnvelope,
  reply,
  security,
  Time,
  toTime,
} from '../responses.ts';
import { createRouter } from '../router.ts';

const RejectedWire = z.strictObject({
  message_id: z.string(),
  source: z.enum(['queue', 'inbox']),
  idempotency_key: z.string().nullable(),
  inbox_key: z.string().nullable(),
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
  rejected_at: Time,
});
const RejectedListWire = pageWire(RejectedWire);

export const submissionsRouter = createRouter(problemEnvelope);

const listRejectedRoute = createRoute({
  method: 'get',
  path: '/v1/submissions/rejected',
  operationId: 'listRejectedSubmissions',
  summary: 'List queue messages that became no analysis, newest first',
  description: 'Kept for 30 days, without their content.',
  tags: ['Batches'],
  security,
  middleware: authenticated,
  request: { query: pageQuery('Messages') },
  responses: {
    200: json(RejectedListWire, 'A page of messages, each with what was wrong with it'),
    ...invalidQuery,
    ...accessProblems,
  },
});

submissionsRouter.openapi(listRejectedRoute, async (c) => {
  const page = await listRejected(contextOf(c), c.req.valid('query'));
  return reply(c, RejectedListWire, toPage(page, RejectedWire, renderRejected), 200);
});

function renderRejected(submission: RejectedSubmission): z.input<typeof RejectedWire> {
  const { code, message, details } = submission.error;
  return {
    message_id: submission.id,
    source: submission.source,
    idempotency_key: submission.idempotencyKey,
    inbox_key: submission.inboxKey,
    error: { code, message, details: { ...details } },
    rejected_at: toTime(submission.createdAt),
  };
}
