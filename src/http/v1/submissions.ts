import { createRoute, z } from '@hono/zod-openapi';
import type { RejectedSubmission } from '../../domain/submission-message.ts';
import { listRejected } from '../../services/submissions/receive.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { reply } from '../reply.ts';
import { json, problem, renderProblem, security } from '../responses.ts';
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
  rejected_at: z.iso.datetime(),
});
type RejectedWire = z.infer<typeof RejectedWire>;

const RejectedListWire = z.strictObject({
  object: z.literal('list'),
  data: z.array(RejectedWire),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
});

const listRejectedRoute = createRoute({
  method: 'get',
  path: '/v1/submissions/rejected',
  operationId: 'listRejectedSubmissions',
  summary: 'List queue messages that became no analysis, newest first',
  description: 'Kept for 30 days, without their content.',
  tags: ['Batches'],
  security,
  middleware: authenticated,
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Messages per page' }),
      cursor: z.string().max(400).optional().meta({ description: '`next_cursor` of the page before' }),
    }),
  },
  responses: {
    200: json(RejectedListWire, 'A page of messages, each with what was wrong with it'),
    400: problem('A query parameter is not valid'),
    401: problem('No API key, or one that is not valid'),
    403: problem('The API key lacks the scope "read"'),
    429: problem('Too many requests'),
  },
});

export const submissionsRouter = createRouter(renderProblem);

submissionsRouter.openapi(listRejectedRoute, async (c) => {
  const { rejected, nextCursor } = await listRejected(contextOf(c), c.req.valid('query'));
  const page = { data: rejected.map(toWire), has_more: nextCursor !== null, next_cursor: nextCursor };
  return reply(c, RejectedListWire, { object: 'list', ...page }, 200);
});

function toWire({
  id,
  source,
  idempotencyKey,
  inboxKey,
  error,
  createdAt,
}: RejectedSubmission): RejectedWire {
  const { code, message, details } = error;
  return {
    message_id: id,
    source,
    idempotency_key: idempotencyKey,
    inbox_key: inboxKey,
    error: { code, message, details: { ...details } },
    rejected_at: new Date(createdAt).toISOString(),
  };
}
