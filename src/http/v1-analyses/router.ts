import { pathIn } from '../../formats/published-format.ts';
import { linksTo } from '../../formats/registry.ts';
import { renderFault } from '../../formats/v1-analyses/errors.ts';
import { v1AnalysesFormat } from '../../formats/v1-analyses/format.ts';
import { renderAnalysis } from '../../formats/v1-analyses/render.ts';
import { AnalysisWire } from '../../formats/v1-analyses/schema.ts';
import { renderFault as renderSessionFault } from '../../formats/v1-analysis/errors.ts';
import { loadDocument, loadReport, loadReportVersion } from '../../services/analyses/documents.ts';
import { awaitAnalysis, readAnalysis } from '../../services/analyses/read.ts';
import { contextOf } from '../authentication.ts';
import { unlessCurrent } from '../etag.ts';
import { reply } from '../reply.ts';
import { createRouter, type Envelope } from '../router.ts';
import {
  Accepted,
  Canonical,
  isProfileId,
  isProfilePath,
  Progress,
  progressOf,
  progressRoute,
  readRoute,
  reportRoute,
  sendProfile,
  submitRoute,
} from './analysis.ts';
import { audioRoute, sendAudio } from './audio.ts';
import { eventsRoute, sendEvents } from './events.ts';
import * as lifecycle from './lifecycle.ts';
import { listRoute, sendList } from './list.ts';
import { reportsRoute, sendReports } from './reports.ts';
import { receiveSubmission } from './submit.ts';
import { sendTranscript, transcriptRoute } from './transcript.ts';

const envelope: Envelope = (fault, requestId, path) => ({
  ...(isProfilePath(path) ? renderSessionFault(fault, requestId) : renderFault(fault, requestId)),
  contentType: 'application/json',
});

export const v1Analyses = createRouter(envelope);

// Registered by hand: the framework's own body validation would read a whole recording into memory.
v1Analyses.openAPIRegistry.registerPath(submitRoute);
v1Analyses.post(submitRoute.getRoutingPath(), submitRoute.middleware, async (c) => {
  const { id, status, createdAt } = await receiveSubmission(c);
  const links = linksTo(id);
  c.header('location', pathIn(v1AnalysesFormat, id));
  return reply(c, Accepted, { id, status, created_at: new Date(createdAt).toISOString(), links }, 202);
});

v1Analyses.openapi(listRoute, sendList);

v1Analyses.openapi(readRoute, async (c) => {
  if (isProfileId(c.req.valid('param').id)) return sendProfile(c, c.req.valid('param').id);
  const analysis = await awaitAnalysis(contextOf(c), c.req.valid('param').id, c.req.valid('query').wait);
  return unlessCurrent(c, analysis, 'v1-analyses', async () =>
    reply(c, AnalysisWire, renderAnalysis(await loadDocument(c.env.deps, analysis)), 200),
  );
});

v1Analyses.openapi(progressRoute, async (c) => {
  const analysis = await readAnalysis(contextOf(c), c.req.valid('param').id);
  return reply(c, Progress, progressOf(analysis), 200);
});

v1Analyses.openapi(reportRoute, async (c) => {
  const analysis = await readAnalysis(contextOf(c), c.req.valid('param').id);
  const { version } = c.req.valid('query');
  const load = () =>
    version === undefined
      ? loadReport(c.env.deps, analysis)
      : loadReportVersion(contextOf(c), analysis, version);
  return unlessCurrent(c, analysis, `report-${version ?? 'current'}`, async () =>
    reply(c, Canonical, await load(), 200),
  );
});

v1Analyses.openapi(reportsRoute, sendReports);

v1Analyses.openapi(transcriptRoute, sendTranscript);
v1Analyses.openapi(audioRoute, sendAudio);
v1Analyses.openapi(eventsRoute, sendEvents);
v1Analyses.openapi(lifecycle.cancelRoute, lifecycle.cancel);
v1Analyses.openapi(lifecycle.retryRoute, lifecycle.retry);
v1Analyses.openapi(lifecycle.rescoreRoute, lifecycle.rescore);
v1Analyses.openapi(lifecycle.removeRoute, lifecycle.remove);
