import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { Fault } from '../../domain/errors.ts';
import { prefixedToUuid } from '../../domain/ids.ts';
import { renderAnalysis } from '../../formats/v1-analyses/render.ts';
import { AnalysisWire } from '../../formats/v1-analyses/schema.ts';
import { renderProfile } from '../../formats/v1-sessions/render.ts';
import { ProfileWire } from '../../formats/v1-sessions/schema.ts';
import { awaitAnalysis, readAnalysis } from '../../services/analyses/read.ts';
import { loadDocument } from '../../services/analyses/documents.ts';
import { contextOf } from '../authentication.ts';
import { unlessCurrent } from '../etag.ts';
import { json, notModified, reply } from '../responses.ts';
import { createRouter, type RouterEnv } from '../router.ts';
import {
  eitherReadErrors,
  envelope,
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
