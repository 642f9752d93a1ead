import { renderFault } from '../../formats/v1-analyses/fault.ts';
import { renderAnalysis } from '../../formats/v1-analyses/render.ts';
import { AnalysisWire } from '../../formats/v1-analyses/wire.ts';
import { readAnalysis, readDocument, readReport } from '../../services/analyses/read.ts';
import { contextOf } from '../authentication.ts';
import { reply } from '../reply.ts';
import { createSurface, type Envelope } from '../surface.ts';
import {
  Accepted,
  Canonical,
  Progress,
  progressRoute,
  readRoute,
  reportRoute,
  submitRoute,
} from './routes.ts';
import { receiveSubmission } from './submit.ts';

const envelope: Envelope = (fault, requestId) => ({
  body: renderFault(fault, requestId),
  contentType: 'application/json',
});

export const v1Analyses = createSurface(envelope);

// Registered by hand: the framework's own body validation would read a whole recording into memory.
v1Analyses.openAPIRegistry.registerPath(submitRoute);
v1Analyses.post(submitRoute.getRoutingPath(), submitRoute.middleware, async (c) => {
  const { id, status, createdAt } = await receiveSubmission(c);
  c.header('location', `/v1/analyses/${id}`);
  return reply(c, Accepted, { id, status, created_at: new Date(createdAt).toISOString() }, 202);
});

v1Analyses.openapi(readRoute, async (c) => {
  const document = await readDocument(contextOf(c), c.req.valid('param').id);
  return reply(c, AnalysisWire, renderAnalysis(document), 200);
});

v1Analyses.openapi(progressRoute, async (c) => {
  const { id, status, stage, percent } = await readAnalysis(contextOf(c), c.req.valid('param').id);
  return reply(c, Progress, { id, status, stage, percent }, 200);
});

v1Analyses.openapi(reportRoute, async (c) => {
  const document = await readReport(contextOf(c), c.req.valid('param').id);
  return reply(c, Canonical, document, 200);
});
