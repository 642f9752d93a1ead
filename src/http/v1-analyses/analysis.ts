import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { Fault } from '../../domain/errors.ts';
import { prefixedToUuid } from '../../domain/ids.ts';
import { renderAnalysis } from '../../formats/v1-analyses/render.ts';
import { AnalysisWire } from '../../formats/v1-analyses/schema.ts';
import { renderProfile } from '../../formats/v1-analysis/render.ts';
import { ProfileWire } from '../../formats/v1-analysis/schema.ts';
import { loadDocument } from '../../services/analyses/documents.ts';
import { awaitAnalysis, readAnalysis } from '../../services/analyses/read.ts';
import { contextOf } from '../authentication.ts';
import { json, notModified, reply, unlessCurrent } from '../responses.ts';
import { createRouter, type RouterEnv } from '../router.ts';
import {
  eitherReadErrors,
  envelope,
  error,
  ProgressWire,
  readErrors,
  readOne,
  renderProgress,
  SESSION_PREFIX,
} from './responses.ts';

export const analysisRouter = createRouter(envelope);

const WaitQuery = z.object({
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(60)
    .default(0)
    .meta({ description: 'Seconds to wait for the analysis to be final' }),
});

const readAnalysisRoute = createRoute({
  ...readOne,
  path: '/v1/analyses/{id}',
  operationId: 'readAnalysis',
  summary: 'Fetch an analysis',
  description: 'An id `anl_…` of a session analysis is answered in the format, and the errors, of that API.',
  request: { ...readOne.request, query: WaitQuery },
  responses: {
    200: json(z.union([AnalysisWire, ProfileWire]), 'The analysis in its current state'),
    304: notModified,
    ...eitherReadErrors,
  },
});

analysisRouter.openapi(readAnalysisRoute, async (c) => {
  const { id } = c.req.valid('param');
  if (id.startsWith(SESSION_PREFIX)) return sendProfile(c, id);
  const analysis = await awaitAnalysis(contextOf(c), { id, waitSeconds: c.req.valid('query').wait });
  return unlessCurrent(c, analysis, 'v1-analyses', async () =>
    reply(c, AnalysisWire, renderAnalysis(await loadDocument(c.env.deps, analysis)), 200),
  );
});

const readProgressRoute = createRoute({
  ...readOne,
  path: '/v1/analyses/{id}/progress',
  operationId: 'readProgress',
  summary: 'Status, stage and percentage of an analysis',
  responses: { 200: json(ProgressWire, 'Where the analysis stands'), ...readErrors },
});

analysisRouter.openapi(readProgressRoute, async (c) => {
  const analysis = await readAnalysis(contextOf(c), c.req.valid('param').id);
  return reply(c, ProgressWire, renderProgress(analysis), 200);
});

async function sendProfile(c: Context<RouterEnv>, profileId: string) {
  const id = prefixedToUuid(SESSION_PREFIX, profileId);
  if (id === null) throw new Fault('analysis_not_found', undefined, { id: profileId });
  const analysis = await readAnalysis(contextOf(c), id);
  return unlessCurrent(c, analysis, 'session-profile', async () =>
    reply(c, ProfileWire, renderProfile(await loadDocument(c.env.deps, analysis)), 200),
  );
}

const LastEventId = z
  .string()
  .max(32)
  .optional()
  .meta({ description: 'Id of the last event that the caller has got; the header of this name wins' });

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
analysisRouter.openapi(watchAnalysisRoute, async (c) => {
  const { id } = await readAnalysis(contextOf(c), c.req.valid('param').id);
  const response = await c.env.deps.analysisObjects.fetch(id, c.req.raw);
  if (response.status === 503) throw new Fault('too_many_listeners');
  return response;
});
