import { createRoute, z } from '@hono/zod-openapi';
import { Report } from '../../analysis/report.ts';
import { Analysis, Stage, Status } from '../../domain/analysis.ts';
import { SubmissionRequest, UploadRequest } from '../../domain/submission.ts';
import { Transcript } from '../../domain/transcript.ts';
import { ErrorWire } from '../../formats/v1-analyses/fault.ts';
import { AnalysisWire } from '../../formats/v1-analyses/wire.ts';
import { authenticated } from '../authentication.ts';

const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
const error = (description: string) => json(ErrorWire, description);
const security = [{ bearer: [] }, { apiKey: [] }];

export const Accepted = z.strictObject({ id: z.uuid(), status: Status, created_at: z.iso.datetime() });

export const Progress = z.strictObject({
  id: z.uuid(),
  status: Status,
  stage: Stage.nullable(),
  percent: z.int().min(0).max(100),
});

/** The canonical document, as later formats are rendered from it. */
export const Canonical = z.strictObject({ analysis: Analysis, transcript: Transcript, report: Report });

export const submitRoute = createRoute({
  method: 'post',
  path: '/v1/analyses',
  summary: 'Submit a call for analysis',
  security,
  middleware: authenticated,
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
    403: error('The API key lacks the scope "write"'),
    413: error('The body or the recording is too large'),
    415: error('Neither JSON nor multipart'),
    422: error('The transcript is not valid'),
  },
});

/** What every route that reads one analysis has in common. */
const reading = {
  method: 'get',
  security,
  middleware: authenticated,
  request: { params: z.object({ id: z.uuid() }) },
} as const;

const readingErrors = {
  401: error('No API key, or one that is not valid'),
  403: error('The API key lacks the scope "read"'),
  404: error('No analysis of this account has this id'),
};

export const readRoute = createRoute({
  ...reading,
  path: '/v1/analyses/{id}',
  summary: 'Fetch an analysis',
  responses: { 200: json(AnalysisWire, 'The analysis in its current state'), ...readingErrors },
});

export const progressRoute = createRoute({
  ...reading,
  path: '/v1/analyses/{id}/progress',
  summary: 'Status, stage and percentage of an analysis',
  responses: { 200: json(Progress, 'Where the analysis stands'), ...readingErrors },
});

export const reportRoute = createRoute({
  ...reading,
  path: '/v1/analyses/{id}/report',
  summary: 'The canonical report and transcript of a completed analysis',
  responses: {
    200: json(Canonical, 'Analysis, transcript and report'),
    ...readingErrors,
    409: error('The analysis has not completed'),
  },
});
