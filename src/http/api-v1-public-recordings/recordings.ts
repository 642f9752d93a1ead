import type { Context } from 'hono';
import type { ListedAnalysis } from '../../domain/analysis-list.ts';
import type { Status } from '../../domain/analysis.ts';
import { Fault } from '../../domain/errors.ts';
import { renderFault } from '../../formats/api-v1-public-recordings/errors.ts';
import * as render from '../../formats/api-v1-public-recordings/render.ts';
import * as wire from '../../formats/api-v1-public-recordings/schema.ts';
import { removeRecording, renameAnalysis } from '../../services/analyses/change.ts';
import { loadDocument, loadReport } from '../../services/analyses/documents.ts';
import { findRecording, identifyRecording, listAnalyses } from '../../services/analyses/read.ts';
import { contextOf } from '../authentication.ts';
import { unlessCurrent } from '../etag.ts';
import { reply } from '../reply.ts';
import { createRouter, jsonEnvelope, type RouterEnv } from '../router.ts';
import { toFault } from '../validation.ts';
import * as routes from './responses.ts';
import { receiveRecording } from './upload.ts';

const STATUSES: Record<string, readonly Status[]> = {
  pending: ['queued'],
  processing: ['processing'],
  completed: ['completed'],
  failed: ['failed', 'cancelled'],
};

export const apiV1PublicRecordings = createRouter(
  jsonEnvelope(renderFault),
  (error) => new Fault('unprocessable', toFault(error).message),
);

apiV1PublicRecordings.openapi(routes.resultsRoute, async (c) => {
  const { analysis, number } = await completed(c, c.req.valid('param').id, 'Results');
  return unlessCurrent(c, analysis, 'recording-results', async () => {
    const report = await loadReport(c.env.deps, analysis);
    return reply(c, wire.ResultsWire, render.renderResults(report, number), 200);
  });
});

apiV1PublicRecordings.openapi(routes.transcriptionRoute, async (c) => {
  const { analysis, number } = await completed(c, c.req.valid('param').id, 'Transcription');
  return unlessCurrent(c, analysis, 'recording-transcription', async () => {
    const report = await loadReport(c.env.deps, analysis);
    return reply(c, wire.TranscriptionWire, render.renderTranscription(report, number), 200);
  });
});

apiV1PublicRecordings.openapi(routes.summaryRoute, async (c) => {
  const { analysis, number } = await completed(c, c.req.valid('param').id, 'Summary');
  return unlessCurrent(c, analysis, 'recording-summary', async () => {
    const report = await loadReport(c.env.deps, analysis);
    return reply(c, wire.SummaryWire, render.renderSummary(report, number), 200);
  });
});

apiV1PublicRecordings.openapi(routes.recordingRoute, async (c) => {
  const { analysis, number } = await findRecording(contextOf(c), c.req.valid('param').id);
  return unlessCurrent(c, analysis, 'recording', async () => {
    const document = await loadDocument(c.env.deps, analysis);
    return reply(c, wire.RecordingWire, render.renderRecording(document, number), 200);
  });
});

apiV1PublicRecordings.openapi(routes.renameRoute, async (c) => {
  const { display_name: name } = c.req.valid('json');
  const { id, number } = await identifyRecording(contextOf(c), c.req.valid('param').id);
  const document = await loadDocument(c.env.deps, await renameAnalysis(contextOf(c), { id, name }));
  return reply(c, wire.RecordingWire, render.renderRecording(document, number), 200);
});

apiV1PublicRecordings.openapi(routes.removeRoute, async (c) => {
  await removeRecording(contextOf(c), c.req.valid('param').id);
  return c.body(null, 204);
});

apiV1PublicRecordings.openapi(routes.listRoute, async (c) => {
  const { page, per_page: perPage, status } = c.req.valid('query');
  const filters = { statuses: status && STATUSES[status] };
  const list = { filters, page: { limit: perPage, offset: (page - 1) * perPage } };
  const { rows, total } = await listAnalyses(contextOf(c), list);
  const data = await Promise.all(
    rows.map(async ({ analysis, number }) =>
      render.renderListed(await loadDocument(c.env.deps, analysis), number),
    ),
  );
  const meta = {
    current_page: page,
    total_pages: Math.ceil(total.value / perPage),
    total_count: total.value,
    per_page: perPage,
  };
  return reply(c, wire.RecordingListWire, { data, meta }, 200);
});

// Registered by hand: the framework's own body validation would read a whole recording into memory.
apiV1PublicRecordings.openAPIRegistry.registerPath(routes.uploadRoute);
apiV1PublicRecordings.post(routes.uploadRoute.getRoutingPath(), routes.uploadRoute.middleware, async (c) => {
  const { id, isNew } = await receiveRecording(c);
  const { analysis, number } = await findRecording(contextOf(c), id);
  return reply(c, wire.UploadedWire, render.renderUploaded(analysis, number), isNew ? 201 : 200);
});

/** A recording whose report exists; otherwise `what` is not available yet. */
async function completed(c: Context<RouterEnv>, id: string, what: string): Promise<ListedAnalysis> {
  const recording = await findRecording(contextOf(c), id);
  if (recording.analysis.status !== 'completed') throw new Fault('report_not_ready', `${what} not available`);
  return recording;
}
