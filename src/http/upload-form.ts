import type { Context } from 'hono';
import { readMultipart, tooLarge } from '../adapters/storage/multipart-form.ts';
import type { Analysis } from '../domain/analysis.ts';
import { requireScope } from '../domain/api-key.ts';
import { Fault } from '../domain/errors.ts';
import type { UploadRequest } from '../domain/submission.ts';
import { requireBudget } from '../services/accounts.ts';
import { submitUpload } from '../services/analyses/submit.ts';
import { contextOf } from './authentication.ts';
import type { RouterEnv } from './router.ts';

const MAX_FIELD_BYTES = 64 * 1024;
const MAX_FIELDS = 32;

/** What a surface calls the recording, and how it turns its form fields into a submission. */
export interface UploadForm {
  readonly filePart: string;
  /** Throws `Fault` where a field is not valid. */
  readonly toRequest: (fields: Readonly<Record<string, string>>) => UploadRequest;
}

/** Streams the recording to storage while the form is read; what turns out invalid is removed again. */
export function receiveUpload(c: Context<RouterEnv>, form: UploadForm): Promise<Analysis> {
  return receiveUploadWith(c, form, submitUpload);
}

/** The same, accepted by another verb than `submitUpload`. */
export async function receiveUploadWith<Accepted>(
  c: Context<RouterEnv>,
  { filePart, toRequest }: UploadForm,
  submit: (...upload: Parameters<typeof submitUpload>) => Promise<Accepted>,
): Promise<Accepted> {
  const context = contextOf(c);
  const { deps, principal } = context;
  requireScope(principal, 'write');
  await requireBudget(deps, principal.accountId);
  const rules = {
    filePart,
    maxFileBytes: deps.maxUploadBytes,
    maxFieldBytes: MAX_FIELD_BYTES,
    maxFields: MAX_FIELDS,
  };
  if (Number(c.req.header('content-length') ?? 0) > deps.maxUploadBytes + MAX_FIELDS * MAX_FIELD_BYTES)
    throw tooLarge(rules);
  const ref = { accountId: principal.accountId, id: deps.newId() };
  const form = await readMultipart(c.req.raw, rules, (type) => deps.recordings.openSink(ref, type));
  try {
    if (!form.file)
      throw new Fault('missing_field', `The form needs a "${filePart}" part with the recording.`, {
        field: filePart,
      });
    return await submit(context, ref, { kind: 'upload', ...form.file }, toRequest(form.fields));
  } catch (error) {
    if (error instanceof Fault) await deps.recordings.remove(ref);
    throw error;
  }
}
