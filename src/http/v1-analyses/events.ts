import { createRoute, z } from '@hono/zod-openapi';
import { Fault } from '../../domain/errors.ts';
import { readAnalysis } from '../../services/analyses/read.ts';
import { contextOf } from '../authentication.ts';
import { createRouter } from '../router.ts';
import { envelope, error, readErrors, readOne } from './responses.ts';

const LastEventId = z
  .string()
  .max(32)
  .optional()
  .meta({ description: 'Id of the last event that the caller has got; the header of this name wins' });

export const eventsRouter = createRouter(envelope);

const watchAnalysisRoute = createRoute({
  ...readOne,
  path: '/v1/analyses/{id}/events',
  operationId: 'watchAnalysis',
  summary: 'What happens to an analysis, as it happens',
  description:
    'Server-sent events, or with `Upgrade: websocket` messages `{ id, type, data }` of the same content. Events: ' +
    '`status`, `progress`, `utterance`, and at the end one of `completed`, `failed`, `cancelled`.',
  request: { ...readOne.request, query: z.object({ last_event_id: LastEventId }) },
  responses: {
    101: { description: 'The WebSocket' },
    200: {
      description: 'The stream; it ends after the final event',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    ...readErrors,
    503: error('The analysis has as many listeners as it can tell'),
  },
});

// The object is given the request itself: with a copy it would never hear that the caller has left.
eventsRouter.openapi(watchAnalysisRoute, async (c) => {
  const { id } = await readAnalysis(contextOf(c), c.req.valid('param').id);
  const response = await c.env.deps.analysisObjects.fetch(id, c.req.raw);
  if (response.status === 503) throw new Fault('too_many_listeners');
  return response;
});
