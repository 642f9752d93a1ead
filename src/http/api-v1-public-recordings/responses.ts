import { createRoute, z } from '@hono/zod-openapi';
import {
  RecordingListWire,
  RecordingWire,
  ResultsWire,
  Status,
  SummaryWire,
  TranscriptionWire,
  UploadedWire,
} from '../../formats/api-v1-public-recordings/schema.ts';
import { authenticated, authenticatedSubmission } from '../authentication.ts';
import { json, security, unchanged } from '../responses.ts';

const ErrorWire = z.union([
  z.strictObject({ error: z.string() }),
  z.strictObject({ errors: z.array(z.string()) }),
]);
const access = {
  tags: ['Recordings format'],
  security,
};
const errors = {
  401: json(ErrorWire, 'No API key, or one that is not valid'),
  403: json(ErrorWire, 'The API key lacks the permission this route needs'),
  429: json(ErrorWire, 'Too many requests'),
};

const reading = {
  ...access,
  method: 'get',
  middleware: authenticated,
  request: {
    params: z.object({ id: z.string().meta({ description: 'Number of the recording, or its public id' }) }),
  },
} as const;
const readingErrors = { ...errors, 404: json(ErrorWire, 'No recording of this account has this id') };

export const resultsRoute = createRoute({
  ...reading,
  path: '/api/v1/public/recordings/{id}/results',
  operationId: 'readRecordingResults',
  summary: 'Goals and pauses of a recording',
  responses: {
    200: json(ResultsWire, 'What was found'),
    304: unchanged,
    422: json(ErrorWire, 'The recording has not been analysed'),
    ...readingErrors,
  },
});

export const transcriptionRoute = createRoute({
  ...reading,
  path: '/api/v1/public/recordings/{id}/transcription',
  operationId: 'readRecordingTranscription',
  summary: 'Transcription of a recording with the emotion of each dialogue',
  responses: {
    200: json(TranscriptionWire, 'What was said'),
    304: unchanged,
    422: json(ErrorWire, 'The recording has not been analysed'),
    ...readingErrors,
  },
});

export const summaryRoute = createRoute({
  ...reading,
  path: '/api/v1/public/recordings/{id}/summary',
  operationId: 'readRecordingSummary',
  summary: 'Summary of a recording',
  responses: {
    200: json(SummaryWire, 'What it was about'),
    304: unchanged,
    422: json(ErrorWire, 'The recording has not been analysed'),
    ...readingErrors,
  },
});

export const recordingRoute = createRoute({
  ...reading,
  path: '/api/v1/public/recordings/{id}',
  operationId: 'readRecording',
  summary: 'A recording and how far its analysis is',
  responses: { 200: json(RecordingWire, 'The recording'), 304: unchanged, ...readingErrors },
});

/** What of a recording may be changed. */
export const Changes = z.strictObject({ display_name: z.string().trim().min(1).max(256) });

export const renameRoute = createRoute({
  ...reading,
  method: 'patch',
  path: '/api/v1/public/recordings/{id}',
  operationId: 'renameRecording',
  summary: 'Change the name of a recording',
  request: {
    ...reading.request,
    body: { required: true, content: { 'application/json': { schema: Changes } } },
  },
  responses: {
    200: json(RecordingWire, 'The recording under its new name'),
    ...readingErrors,
    400: json(ErrorWire, 'The body is not JSON'),
    415: json(ErrorWire, 'The body is not JSON'),
    422: json(ErrorWire, 'The name is not valid'),
  },
});

export const removeRoute = createRoute({
  ...reading,
  method: 'delete',
  path: '/api/v1/public/recordings/{id}',
  operationId: 'deleteRecording',
  summary: 'Delete a recording and all that is kept of it, for good',
  responses: { 204: { description: 'Deleted' }, ...readingErrors },
});

export const ListQuery = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1).meta({ description: 'Page, from 1' }),
  per_page: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Recordings per page' }),
  status: Status.optional().meta({ description: 'Only this status' }),
});

export const listRoute = createRoute({
  ...access,
  method: 'get',
  middleware: authenticated,
  path: '/api/v1/public/recordings',
  operationId: 'listRecordings',
  summary: 'List recordings, the newest first',
  request: { query: ListQuery },
  responses: {
    200: json(RecordingListWire, 'One page'),
    422: json(ErrorWire, 'A parameter is not valid'),
    ...errors,
  },
});

/** The form of an upload; the recording is its part `file`. */
export const UploadForm = z.strictObject({
  language: z.string().max(35).default('en'),
  name: z.string().min(1).max(256).optional(),
  project_id: z.string().max(256).optional(),
  external_id: z.string().min(1).max(256).optional(),
});

export const uploadRoute = createRoute({
  ...access,
  method: 'post',
  middleware: authenticatedSubmission,
  path: '/api/v1/public/recordings',
  operationId: 'uploadRecording',
  summary: 'Upload a recording',
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': { schema: UploadForm.extend({ file: z.string().meta({ format: 'binary' }) }) },
      },
    },
  },
  responses: {
    200: json(UploadedWire, 'A recording with this `external_id` is there already: this is it'),
    201: json(UploadedWire, 'Accepted'),
    400: json(ErrorWire, 'There is no file'),
    402: json(ErrorWire, 'The account has used up its budget for this month'),
    422: json(ErrorWire, 'The file or a field is not valid'),
    ...errors,
  },
});
