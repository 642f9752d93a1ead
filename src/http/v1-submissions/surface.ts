import type { RejectedSubmission } from '../../domain/submission-message.ts';
import { listRejected } from '../../services/submissions/list-rejected.ts';
import { contextOf } from '../authentication.ts';
import { renderProblem } from '../problem.ts';
import { reply } from '../reply.ts';
import { createSurface } from '../surface.ts';
import { listRejectedRoute, RejectedListWire, type RejectedWire } from './routes.ts';

export const v1Submissions = createSurface(renderProblem);

v1Submissions.openapi(listRejectedRoute, async (c) => {
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
