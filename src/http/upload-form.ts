import type { Context } from 'hono';
import type { Analysis } from '../domain/analysis.ts';
import { Fault } from '../domain/errors.ts';
import { requireScope } from '../domain/api-key.ts';
import type { UploadRequest } from '../domain/submission.ts';
import { readMultipart, tooLarge } from '../adapters/storage/multipart-form.ts';
import { requireBudget } from '../services/budget.ts';
import { type ReceivedUpload, submitUpload } from '../services/analyses/submit.ts';
import type { Context as VerbContext } from '../services/deps.ts';
import { contextOf } from './authentication.ts';
import type { RouterEnv } from './router.ts';

const MAX_FIELD_BYTES = 64 * 1024;
const MAX_FIELDS = 32;

/** What an API calls the part with the recording, and how its other form fields become a submission. */
export interface UploadForm {
  readonly filePart: string;
  /** Throws `Fault` where a field is not valid. */
  readonly toRequest: (fields: Readonly<Record<string, string>>) => UploadRequest;
}

/** Streams the recording to storage while the form is read. Where a field turns out invalid, it is removed again. */
export function receiveUpload(c: Context<RouterEnv>, form: UploadForm): Promise<Analysis> {
  return receiveUploadWith(c, form, submitUpload);
}

/** The same, submitted by another verb than `submitUpload`. */
export async function receiveUploadWith<Accepted>(
  c: Context<RouterEnv>,
  { filePart, toRequest }: UploadForm,
  submit: (context: VerbContext, upload: ReceivedUpload) => Promise<Accepted>,
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
    return await submit(context, {
      ref,
      source: { kind: 'upload', ...form.file },
      fields: toRequest(form.fields),
    });
  } catch (error) {
    if (error instanceof Fault) await deps.recordings.remove(ref);
    throw error;
  }
}
