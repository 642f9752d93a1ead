import { createRoute, z } from '@hono/zod-openapi';
import { Fault } from '../../domain/errors.ts';
import { prefixedToUuid } from '../../domain/ids.ts';
import { ErrorWire, renderFault } from '../../formats/v1-analysis/format.ts';
import { renderAnalysis } from '../../formats/v1-analysis/render.ts';
import { AnalysisWire } from '../../formats/v1-analysis/schema.ts';
import { loadDocument } from '../../services/analyses/documents.ts';
import { readAnalysis } from '../../services/analyses/read.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { unlessCurrent } from '../etag.ts';
import { json, notModified, reply, security } from '../responses.ts';
import { createRouter, jsonEnvelope } from '../router.ts';

export const tags = ['Session analysis format'];

export const envelope = jsonEnvelope(renderFault);

export function error(description: string) {
  return json(ErrorWire, description);
}

export const sessionAnalysisRouter = createRouter(envelope);

const readSessionAnalysisRoute = createRoute({
  method: 'get',
  path: '/v1/analysis/{id}',
  summary: 'Retrieve the results of a session analysis',
  operationId: 'readSessionAnalysis',
  tags,
  security,
  middleware: authenticated,
  request: { params: z.object({ id: z.string().meta({ description: 'Id of the analysis, `ana_…`' }) }) },
  responses: {
    200: json(AnalysisWire, 'The analysis in its current state'),
    304: notModified,
    401: error('No API key, or one that is not valid'),
    403: error('The API key lacks the scope "read"'),
    404: error('No analysis of this account has this id, or its results are no longer kept'),
    429: error('Too many requests'),
  },
});

sessionAnalysisRouter.openapi(readSessionAnalysisRoute, async (c) => {
  const prefixed = c.req.valid('param').id;
  const id = prefixedToUuid('ana_', prefixed);
  if (id === null) throw new Fault('analysis_not_found', undefined, { id: prefixed });
  const analysis = await readAnalysis(contextOf(c), id);
  return unlessCurrent(c, analysis, 'v1-analysis', async () =>
    reply(c, AnalysisWire, renderAnalysis(await loadDocument(c.env.deps, analysis)), 200),
  );
});
