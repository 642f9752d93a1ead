import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Analysis } from '../../domain/analysis.ts';
import { Fault, parseValid, shown } from '../../domain/errors.ts';
import { parseJson } from '../../domain/json.ts';
import { SubmissionRequest, UploadRequest } from '../../domain/submission.ts';
import { pathIn } from '../../formats/published-format.ts';
import { v1AnalysesFormat } from '../../formats/v1-analyses/format.ts';
import { submitAnalysis } from '../../services/analyses/submit.ts';
import { authenticatedSubmission, contextOf } from '../authentication.ts';
import { isForm, isJson } from '../body-limits.ts';
import { readJson, receiveUpload, type UploadForm } from '../request-body.ts';
import { bodyRefusals, json, reply, security } from '../responses.ts';
import { createRouter, type RouterEnv, serveUnvalidated } from '../router.ts';
import { AcceptedWire, envelope, error, renderAccepted, tags } from './responses.ts';

const JSON_FIELDS: ReadonlySet<string> = new Set(['options', 'metadata', 'retention_days']);

export const submitRouter = createRouter(envelope);

const submitRoute = createRoute({
  method: 'post',
  path: '/v1/analyses',
  operationId: 'submitAnalysis',
  summary: 'Submit a call for analysis',
  description:
    'Takes a recording as a multipart upload, by URL, or as a completed upload in parts; or a transcript in the body or by URL: ' +
    'JSON of this API or of a speech or call service (Deepgram, AssemblyAI, AWS, Google, Azure, Whisper and many more), SRT, WebVTT, SBV, TTML, CSV, vCon, or `Speaker: text` lines.',
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
    202: json(AcceptedWire, 'Accepted; the Location header names the analysis'),
    ...bodyRefusals(error),
    401: error('No API key, or one that is not valid'),
    402: error('The account has used up its budget for this month'),
    403: error('The API key lacks the scope "write"'),
    404: error('No upload of this account and mode has this id'),
    409: error('The upload was not completed, or was used before'),
    410: error('The upload has expired'),
    413: error('The body or the recording is too large: send it in parts with POST /v1/uploads'),
    422: error('The transcript is not valid, or the URL cannot be fetched from'),
    429: error('Too many submissions'),
  },
});

// The recording is streamed to storage.
serveUnvalidated(submitRouter, submitRoute, async (c) => {
  const accepted = renderAccepted(await receiveSubmission(c));
  c.header('location', pathIn(v1AnalysesFormat, accepted.id));
  return reply(c, AcceptedWire, accepted, 202);
});

/** Takes a body of either kind. */
async function receiveSubmission(c: Context<RouterEnv>): Promise<Analysis> {
  if (isJson(c.req.raw)) {
    const request = await readJson(c.req.raw, SubmissionRequest);
    return submitAnalysis(contextOf(c), { request });
  }
  if (isForm(c.req.raw)) return receiveUpload(c, uploadForm);
  const contentType = shown(c.req.header('content-type') ?? '');
  throw new Fault('unsupported_media_type', undefined, { content_type: contentType });
}

const uploadForm: UploadForm = {
  filePart: 'file',
  toRequest: (fields) => {
    const entries = Object.entries(fields).map(([name, value]) => [
      name,
      JSON_FIELDS.has(name) ? parseJson(value, name) : value,
    ]);
    return parseValid(UploadRequest, Object.fromEntries(entries));
  },
};
