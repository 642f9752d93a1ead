import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { Report } from '../../analysis/report.ts';
import { Analysis, MAX_REPORTS, Stage, Status, Waiting } from '../../domain/analysis.ts';
import { Fault } from '../../domain/errors.ts';
import { prefixedToUuid } from '../../domain/ids.ts';
import { SubmissionRequest, UploadRequest } from '../../domain/submission.ts';
import { Transcript } from '../../domain/transcript.ts';
import { Links } from '../../formats/registry.ts';
import { AnalysisWire } from '../../formats/v1-analyses/schema.ts';
import { renderProfile } from '../../formats/v1-sessions/render.ts';
import { ProfileWire } from '../../formats/v1-sessions/schema.ts';
import { loadDocument } from '../../services/analyses/documents.ts';
import { readAnalysis } from '../../services/analyses/read.ts';
import { authenticatedSubmission, contextOf } from '../authentication.ts';
import { unlessCurrent } from '../etag.ts';
import { reply } from '../reply.ts';
import type { RouterEnv } from '../router.ts';
import {
  eitherReadingErrors,
  error,
  json,
  reading,
  readingErrors,
  security,
  tags,
  unchanged,
} from './responses.ts';

export const Accepted = z.strictObject({
  id: z.uuid(),
  status: Status,
  created_at: z.iso.datetime(),
  /** The path of this analysis in each of the published formats. */
  links: Links,
});

export const Progress = z.strictObject({
  id: z.uuid(),
  status: Status,
  stage: Stage.nullable(),
  percent: z.int().min(0).max(100),
  /** What it waits for although nothing failed, and when it is tried again. */
  waiting: z.strictObject({ code: Waiting.shape.code, until: z.iso.datetime() }).nullable(),
});

/** What is told of the progress of an analysis. */
export function progressOf({ id, status, stage, percent, waiting }: Analysis): z.input<typeof Progress> {
  const isWaiting = status === 'processing' && waiting !== null;
  const shown = isWaiting ? { code: waiting.code, until: new Date(waiting.until).toISOString() } : null;
  return { id, status, stage, percent, waiting: shown };
}

/** The canonical document, as later formats are rendered from it. */
export const Canonical = z.strictObject({ analysis: Analysis, transcript: Transcript, report: Report });

export const submitRoute = createRoute({
  method: 'post',
  path: '/v1/analyses',
  operationId: 'submitAnalysis',
  summary: 'Submit a call for analysis',
  description:
    'Takes a recording as a multipart upload, by URL, or as a completed upload in parts; or a transcript in the body or by URL: ' +
    'JSON of this API, Deepgram, AssemblyAI, AWS Transcribe or Whisper, SRT, WebVTT, or `Speaker: text` lines.',
  tags,
  security,
  middleware: authenticatedSubmission,
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: SubmissionRequest },
        'multipart/form-data': {
          schema: UploadRequest.extend({ file: z.string().meta({ format: 'binary' }) }),
        },
      },
    },
  },
  responses: {
    202: json(Accepted, 'Accepted; the Location header names the analysis'),
    400: error('A field is missing, unknown or not valid'),
    401: error('No API key, or one that is not valid'),
    402: error('The account has used up its budget for this month'),
    403: error('The API key lacks the scope "write"'),
    404: error('No upload of this account and mode has this id'),
    409: error('The upload was not completed, or was used before'),
    410: error('The upload has expired'),
    413: error('The body or the recording is too large: send it in parts with POST /v1/uploads'),
    415: error('Neither JSON nor multipart'),
    422: error('The transcript is not valid, or the URL cannot be fetched from'),
    429: error('Too many submissions'),
  },
});

const WaitSeconds = z.coerce
  .number()
  .int()
  .min(0)
  .max(60)
  .default(0)
  .meta({ description: 'Seconds to wait for the analysis to be final' });

export const readRoute = createRoute({
  ...reading,
  path: '/v1/analyses/{id}',
  operationId: 'readAnalysis',
  summary: 'Fetch an analysis',
  description: 'An id `anl_…` of a session analysis is answered in the format, and the errors, of that API.',
  request: { ...reading.request, query: z.object({ wait: WaitSeconds }) },
  responses: {
    200: json(z.union([AnalysisWire, ProfileWire]), 'The analysis in its current state'),
    304: unchanged,
    ...eitherReadingErrors,
  },
});

export const progressRoute = createRoute({
  ...reading,
  path: '/v1/analyses/{id}/progress',
  operationId: 'readProgress',
  summary: 'Status, stage and percentage of an analysis',
  responses: { 200: json(Progress, 'Where the analysis stands'), ...readingErrors },
});

export const reportRoute = createRoute({
  ...reading,
  path: '/v1/analyses/{id}/report',
  operationId: 'readReport',
  summary: 'The canonical report and transcript of a completed analysis',
  description: 'Of several versions (`GET …/reports`), the latest unless another is asked for.',
  request: {
    ...reading.request,
    query: z.object({
      version: z.coerce.number().int().min(1).max(MAX_REPORTS).optional().meta({
        description: 'Version of the report, from 1',
      }),
    }),
  },
  responses: {
    200: json(Canonical, 'Analysis, transcript and report'),
    304: unchanged,
    400: error('The version is not a number from 1 to 100'),
    ...readingErrors,
    409: error('The analysis has not completed'),
  },
});

const PREFIX = 'anl_';

/** Two published services have the path `/v1/analyses/{id}`; the prefix of the id tells whose client asks. */
export function isProfileId(id: string): boolean {
  return id.startsWith(PREFIX);
}

export function isProfilePath(path: string): boolean {
  return /^\/v1\/analyses\/anl_[^/]*\/?$/.test(path);
}

export async function sendProfile(c: Context<RouterEnv>, profileId: string) {
  const id = prefixedToUuid(PREFIX, profileId);
  if (id === null) throw new Fault('analysis_not_found', undefined, { id: profileId });
  const analysis = await readAnalysis(contextOf(c), id);
  return unlessCurrent(c, analysis, 'session-profile', async () =>
    reply(c, ProfileWire, renderProfile(await loadDocument(c.env.deps, analysis)), 200),
  );
}
