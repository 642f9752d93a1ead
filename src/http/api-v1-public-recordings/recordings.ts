import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ListedAnalysis } from '../../domain/analysis-list.ts';
import type { Status as AnalysisStatus } from '../../domain/analysis.ts';
import { Fault, parseValid, toFault } from '../../domain/errors.ts';
import { UploadRequest } from '../../domain/submission.ts';
import { renderFault } from '../../formats/api-v1-public-recordings/format.ts';
import {
  renderListed,
  renderRecording,
  renderResults,
  renderSummary,
  renderTranscription,
  renderUploaded,
} from '../../formats/api-v1-public-recordings/render.ts';
import {
  RecordingListWire,
  RecordingWire,
  ResultsWire,
  Status,
  SummaryWire,
  TranscriptionWire,
  UploadedWire,
} from '../../formats/api-v1-public-recordings/schema.ts';
import { removeRecording, renameAnalysis } from '../../services/analyses/change.ts';
import { loadDocument, loadReport } from '../../services/analyses/documents.ts';
import { findRecording, identifyRecording, listAnalyses } from '../../services/analyses/read.ts';
import { type NamedUpload, submitNamedUpload } from '../../services/analyses/submit.ts';
import { authenticated, authenticatedRecording, contextOf } from '../authentication.ts';
import { receiveUploadWith } from '../request-body.ts';
import { json, jsonBody, notModified, reply, security, unlessCurrent, bodyRefusals } from '../responses.ts';
import { createRouter, jsonEnvelope, type Router, type RouterEnv, serveUnvalidated } from '../router.ts';

const ErrorWire = z.union([
  z.strictObject({ error: z.string() }),
  z.strictObject({ errors: z.array(z.string()) }),
]);

const shared = { tags: ['Recordings format'], security };

function error(description: string) {
  return json(ErrorWire, description);
}

const errors = {
  401: error('No API key, or one that is not valid'),
  403: error('The API key lacks the permission this route needs'),
  429: error('Too many requests'),
};

/** What every route that reads one recording has in common. */
const readOne = {
  ...shared,
  method: 'get',
  middleware: authenticated,
  request: {
    params: z.object({ id: z.string().meta({ description: 'Number of the recording, or its public id' }) }),
  },
} as const;

const readErrors = {
  ...errors,
  404: error('No recording of this account has this id'),
  503: error('Accepted a moment ago, and has no number yet'),
};

/** A router with the envelope of this API, which answers invalid values with 422. */
function createRecordingsFormatRouter(): Router {
  return createRouter(
    jsonEnvelope(renderFault),
    (invalid) => new Fault('unprocessable', toFault(invalid).message),
  );
}

const STATUSES: Record<z.infer<typeof Status>, readonly AnalysisStatus[]> = {
  pending: ['queued'],
  processing: ['processing'],
  completed: ['completed'],
  failed: ['failed', 'cancelled'],
};

const RecordingChanges = z.strictObject({ display_name: z.string().trim().min(1).max(256) });

const ListQuery = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1).meta({ description: 'Page, from 1' }),
  per_page: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Recordings per page' }),
  status: Status.optional().meta({ description: 'Only this status' }),
});

/** The form of an upload; the recording is its part `file`. */
const UploadFields = z.strictObject({
  language: z.string().max(35).default('en'),
  name: z.string().min(1).max(256).optional(),
  project_id: z.string().max(256).optional(),
  external_id: z.string().min(1).max(256).optional(),
});

export const recordingsRouter = createRecordingsFormatRouter();

const readRecordingRoute = createRoute({
  ...readOne,
  path: '/api/v1/public/recordings/{id}',
  operationId: 'readRecording',
  summary: 'A recording and how far its analysis is',
  responses: { 200: json(RecordingWire, 'The recording'), 304: notModified, ...readErrors },
});

recordingsRouter.openapi(readRecordingRoute, async (c) => {
  const { analysis, number } = await findRecording(contextOf(c), c.req.valid('param').id);
  return unlessCurrent(c, analysis, 'recording', async () => {
    const document = await loadDocument(c.env.deps, analysis);
    return reply(c, RecordingWire, renderRecording(document, number), 200);
  });
});

const renameRecordingRoute = createRoute({
  ...readOne,
  method: 'patch',
  path: '/api/v1/public/recordings/{id}',
  operationId: 'renameRecording',
  summary: 'Change the name of a recording',
  request: { ...readOne.request, body: jsonBody(RecordingChanges) },
  responses: {
    200: json(RecordingWire, 'The recording under its new name'),
    ...bodyRefusals(error),
    ...readErrors,
    422: error('The name is not valid'),
  },
});

recordingsRouter.openapi(renameRecordingRoute, async (c) => {
  const { display_name: name } = c.req.valid('json');
  const { id, number } = await identifyRecording(contextOf(c), c.req.valid('param').id);
  const document = await loadDocument(c.env.deps, await renameAnalysis(contextOf(c), { id, name }));
  return reply(c, RecordingWire, renderRecording(document, number), 200);
});

const removeRecordingRoute = createRoute({
  ...readOne,
  method: 'delete',
  path: '/api/v1/public/recordings/{id}',
  operationId: 'deleteRecording',
  summary: 'Delete a recording and all that is kept of it, for good',
  responses: { 204: { description: 'Deleted' }, ...bodyRefusals(error), ...readErrors },
});

recordingsRouter.openapi(removeRecordingRoute, async (c) => {
  await removeRecording(contextOf(c), c.req.valid('param').id);
  return c.body(null, 204);
});

const listRecordingsRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/api/v1/public/recordings',
  operationId: 'listRecordings',
  summary: 'List recordings, the newest first',
  middleware: authenticated,
  request: { query: ListQuery },
  responses: {
    200: json(RecordingListWire, 'One page'),
    422: error('A parameter is not valid'),
    ...errors,
  },
});

recordingsRouter.openapi(listRecordingsRoute, async (c) => {
  const { page, per_page: perPage, status } = c.req.valid('query');
  const filters = { statuses: status && STATUSES[status] };
  const list = { filters, page: { limit: perPage, offset: (page - 1) * perPage } };
  const { rows, total } = await listAnalyses(contextOf(c), list);
  const data = await Promise.all(
    rows.map(async ({ analysis, number }) => renderListed(await loadDocument(c.env.deps, analysis), number)),
  );
  const pages = { current_page: page, total_pages: Math.ceil(total.value / perPage) };
  const meta = { ...pages, total_count: total.value, per_page: perPage };
  return reply(c, RecordingListWire, { data, meta }, 200);
});

const uploadRecordingRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/api/v1/public/recordings',
  operationId: 'uploadRecording',
  summary: 'Upload a recording',
  middleware: authenticatedRecording,
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: UploadFields.extend({ file: z.string().meta({ format: 'binary' }) }),
        },
      },
    },
  },
  responses: {
    200: json(UploadedWire, 'A recording with this `external_id` is there already: this is it'),
    201: json(UploadedWire, 'Accepted'),
    ...bodyRefusals(error),
    402: error('The account has used up its budget for this month'),
    422: error('The file or a field is not valid'),
    ...errors,
  },
});

// The recording is streamed to storage.
serveUnvalidated(recordingsRouter, uploadRecordingRoute, async (c) => {
  const { id, isNew } = await receiveRecording(c);
  const { analysis, number } = await findRecording(contextOf(c), id);
  return reply(c, UploadedWire, renderUploaded(analysis, number), isNew ? 201 : 200);
});

/** Reads the form of an upload. A missing file is worded as the published service words it. */
async function receiveRecording(c: Context<RouterEnv>): Promise<NamedUpload> {
  try {
    return await receiveUploadWith(c, { filePart: 'file', toRequest }, submitNamedUpload);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === 'missing_field') throw new Fault('invalid_request', 'file is required', {}, error);
    throw error.status === 400 ? new Fault('unprocessable', error.message, error.details, error) : error;
  }
}

function toRequest(fields: Readonly<Record<string, string>>): UploadRequest {
  const { language, project_id: projectId, ...rest } = parseValid(UploadFields, fields);
  const metadata = projectId === undefined ? {} : { project_id: projectId };
  return parseValid(UploadRequest, { ...rest, options: { language }, metadata });
}

const resultErrors = { 422: error('The recording has not been analysed'), ...readErrors };

const readResultsRoute = createRoute({
  ...readOne,
  path: '/api/v1/public/recordings/{id}/results',
  operationId: 'readRecordingResults',
  summary: 'Goals and pauses of a recording',
  responses: { 200: json(ResultsWire, 'What was found'), 304: notModified, ...resultErrors },
});

recordingsRouter.openapi(readResultsRoute, async (c) => {
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

recordingsRouter.openapi(readTranscriptionRoute, async (c) => {
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

recordingsRouter.openapi(readSummaryRoute, async (c) => {
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
