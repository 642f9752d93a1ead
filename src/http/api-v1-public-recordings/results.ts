import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ListedAnalysis } from '../../domain/analysis-list.ts';
import { Fault } from '../../domain/errors.ts';
import {
  renderResults,
  renderSummary,
  renderTranscription,
} from '../../formats/api-v1-public-recordings/render.ts';
import {
  ResultsWire,
  SummaryWire,
  TranscriptionWire,
} from '../../formats/api-v1-public-recordings/schema.ts';
import { loadReport } from '../../services/analyses/documents.ts';
import { findRecording } from '../../services/analyses/read.ts';
import { contextOf } from '../authentication.ts';
import { unlessCurrent } from '../etag.ts';
import { json, notModified, reply } from '../responses.ts';
import type { RouterEnv } from '../router.ts';
import { createRecordingsFormatRouter, error, readErrors, readOne } from './recordings.ts';

const resultErrors = { 422: error('The recording has not been analysed'), ...readErrors };

export const resultsRouter = createRecordingsFormatRouter();

const readResultsRoute = createRoute({
  ...readOne,
  path: '/api/v1/public/recordings/{id}/results',
  operationId: 'readRecordingResults',
  summary: 'Goals and pauses of a recording',
  responses: { 200: json(ResultsWire, 'What was found'), 304: notModified, ...resultErrors },
});

resultsRouter.openapi(readResultsRoute, async (c) => {
  const { analysis, number } = await findCompleted(c, c.req.valid('param').id, 'Results');
  return unlessCurrent(c, analysis, 'recording-results', async () => {
    const report = await loadReport(c.env.deps, analysis);
    return reply(c, ResultsWire, renderResults(report, number), 200);
  });
});

const readTranscriptionRoute = createRoute({
  ...readOne,
  path: '/api/v1/public/recordings/{id}/transcription',
  operationId: 'readRecordingTranscription',
  summary: 'Transcription of a recording with the emotion of each dialogue',
  responses: { 200: json(TranscriptionWire, 'What was said'), 304: notModified, ...resultErrors },
});

resultsRouter.openapi(readTranscriptionRoute, async (c) => {
  const { analysis, number } = await findCompleted(c, c.req.valid('param').id, 'Transcription');
  return unlessCurrent(c, analysis, 'recording-transcription', async () => {
    const report = await loadReport(c.env.deps, analysis);
    return reply(c, TranscriptionWire, renderTranscription(report, number), 200);
  });
});

const readSummaryRoute = createRoute({
  ...readOne,
  path: '/api/v1/public/recordings/{id}/summary',
  operationId: 'readRecordingSummary',
  summary: 'Summary of a recording',
  responses: { 200: json(SummaryWire, 'What it was about'), 304: notModified, ...resultErrors },
});

resultsRouter.openapi(readSummaryRoute, async (c) => {
  const { analysis, number } = await findCompleted(c, c.req.valid('param').id, 'Summary');
  return unlessCurrent(c, analysis, 'recording-summary', async () => {
    const report = await loadReport(c.env.deps, analysis);
    return reply(c, SummaryWire, renderSummary(report, number), 200);
  });
});

/** A recording whose report exists; otherwise `what` is not available yet. */
async function findCompleted(c: Context<RouterEnv>, id: string, what: string): Promise<ListedAnalysis> {
  const recording = await findRecording(contextOf(c), id);
  if (recording.analysis.status !== 'completed') throw new Fault('report_not_ready', `${what} not available`);
  return recording;
}
