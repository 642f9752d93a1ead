import type { Context } from 'hono';
import type { Analysis } from '../../domain/analysis.ts';
import { Fault } from '../../domain/errors.ts';
import { SubmissionRequest, UploadRequest } from '../../domain/submission.ts';
import { submitAnalysis } from '../../services/analyses/submit.ts';
import { contextOf } from '../authentication.ts';
import { parseJson, readJson } from '../request-body.ts';
import type { RouterEnv } from '../router.ts';
import { receiveUpload, type UploadForm } from '../upload-form.ts';
import { parseValid } from '../validation.ts';

const MAX_JSON_BYTES = 16 * 1024 * 1024;
const JSON_FIELDS: ReadonlySet<string> = new Set(['options', 'metadata', 'retention_days']);

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

/** Reads either kind of body and accepts it. */
export async function receiveSubmission(c: Context<RouterEnv>): Promise<Analysis> {
  const contentType = c.req.header('content-type') ?? '';
  if (/^application\/json\b/i.test(contentType)) {
    return submitAnalysis(contextOf(c), await readJson(c.req.raw, SubmissionRequest, MAX_JSON_BYTES));
  }
  if (/^multipart\/form-data\b/i.test(contentType)) return receiveUpload(c, uploadForm);
  throw new Fault('unsupported_media_type', undefined, { content_type: contentType });
}
