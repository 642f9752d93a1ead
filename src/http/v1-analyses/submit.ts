import type { Context } from 'hono';
import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import { SubmissionRequest, UploadRequest } from '../../domain/submission.ts';
import type { Analysis } from '../../domain/analysis.ts';
import { type MultipartForm, readMultipart, tooLarge } from '../../platform/multipart.ts';
import { submitAnalysis, submitUpload } from '../../services/analyses/submit.ts';
import { contextOf } from '../authentication.ts';
import { parseJson, readJson } from '../json-body.ts';
import type { SurfaceEnv } from '../surface.ts';
import { toFault } from '../validation.ts';

const MAX_JSON_BYTES = 16 * 1024 * 1024;
const MAX_FIELD_BYTES = 64 * 1024;
const MAX_FIELDS = 32;
const JSON_FIELDS: ReadonlySet<string> = new Set(['options', 'metadata']);

/** Reads either kind of body and accepts it. */
export async function receiveSubmission(c: Context<SurfaceEnv>): Promise<Analysis> {
  const contentType = c.req.header('content-type') ?? '';
  if (/^application\/json\b/i.test(contentType)) {
    return submitAnalysis(contextOf(c), await readJson(c.req.raw, SubmissionRequest, MAX_JSON_BYTES));
  }
  if (/^multipart\/form-data\b/i.test(contentType)) return receiveUpload(c);
  throw new Fault('unsupported_media_type', undefined, { content_type: contentType });
}

/** Streams the recording to storage while the form is read; what turns out invalid is removed again. */
async function receiveUpload(c: Context<SurfaceEnv>): Promise<Analysis> {
  const context = contextOf(c);
  const { deps, principal } = context;
  requireScope(principal, 'write');
  if (Number(c.req.header('content-length') ?? 0) > deps.maxUploadBytes) throw tooLarge(deps.maxUploadBytes);
  const ref = { accountId: principal.accountId, id: deps.newId() };
  const limits = { maxFileBytes: deps.maxUploadBytes, maxFieldBytes: MAX_FIELD_BYTES, maxFields: MAX_FIELDS };
  const form = await readMultipart(c.req.raw, limits, (type) => deps.recordings.openSink(ref, type));
  try {
    const { file } = form;
    if (!file)
      throw new Fault('missing_field', 'The form needs a "file" part with the recording.', { field: 'file' });
    const fields = parseFields(form);
    return await submitUpload(context, ref, { kind: 'upload', ...file }, fields);
  } catch (error) {
    if (error instanceof Fault) await deps.recordings.remove(ref);
    throw error;
  }
}

function parseFields({ fields }: MultipartForm): UploadRequest {
  const entries = Object.entries(fields).map(([name, value]) => [
    name,
    JSON_FIELDS.has(name) ? parseJson(value, name) : value,
  ]);
  const parsed = UploadRequest.safeParse(Object.fromEntries(entries), { reportInput: true });
  if (!parsed.success) throw toFault(parsed.error);
  return parsed.data;
}
