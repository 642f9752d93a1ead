import type { Context } from 'hono';
import type { z } from 'zod';
import { arrivingBytes, readMultipart } from '../adapters/storage/multipart-form.ts';
import type { RecordingSink } from '../adapters/storage/ports.ts';
import type { Analysis } from '../domain/analysis.ts';
import { requireScope } from '../domain/api-key.ts';
import { Fault, parseValid } from '../domain/errors.ts';
import { parseJson } from '../domain/json.ts';
import type { UploadRequest } from '../domain/submission.ts';
import { findSubmitted, type ReceivedUpload, submitUpload } from '../services/analyses/submit.ts';
import { requireBudget } from '../services/budget.ts';
import { newIdFor } from '../services/idempotency.ts';
import type { Context as VerbContext } from '../services/deps.ts';
import { contextOf } from './authentication.ts';
import { MAX_FIELD_BYTES, MAX_FIELDS, payloadTooLarge } from './body-limits.ts';
import type { RouterEnv } from './router.ts';

/** Reads a JSON body. Throws `malformed_json` and validation faults. */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  return parseValid(schema, parseJson(await readText(request)));
}

/** Reads a body as text; how long it may be was decided when it was let in. Throws `body_incomplete`. */
export async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of arrivingBytes(request.body)) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** The lines of an NDJSON body as they arrive, without empty ones. Throws `payload_too_large` for a longer line, and `body_incomplete`. */
export async function* readLines(
  body: ReadableStream<Uint8Array> | null,
  maxLineBytes: number,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest: string[] = [];
  let restLength = 0;
  for await (const chunk of arrivingBytes(body)) {
    const [end = '', ...lines] = decoder.decode(chunk, { stream: true }).split('\n');
    rest.push(end);
    restLength += end.length;
    if (restLength > maxLineBytes) throw payloadTooLarge('A line', maxLineBytes);
    if (lines.length === 0) continue;
    const last = lines.pop() ?? '';
    for (const line of [rest.join(''), ...lines]) if (line.trim() !== '') yield line;
    rest = [last];
    restLength = last.length;
  }
  const line = rest.join('') + decoder.decode();
  if (line.trim() !== '') yield line;
}

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
  // Sent again after its answer was lost: what is stored stays as it is.
  const isStored = (await findSubmitted(context)) !== null;
  if (!isStored) await requireBudget(deps, principal.accountId);
  const rules = {
    filePart,
    maxFileBytes: deps.maxUploadBytes,
    maxFieldBytes: MAX_FIELD_BYTES,
    maxFields: MAX_FIELDS,
  };
  const ref = { accountId: principal.accountId, id: await newIdFor(context, 'analysis') };
  const openSink = (type: string) => (isStored ? nowhere() : deps.recordings.openSink(ref, type));
  const form = await readMultipart(c.req.raw, rules, openSink);
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
    if (error instanceof Fault && !isStored) await deps.recordings.remove(ref);
    throw error;
  }
}

/** Takes a recording that is stored already. */
function nowhere(): RecordingSink {
  let sizeBytes = 0;
  return {
    write: async (chunk) => void (sizeBytes += chunk.byteLength),
    close: async () => sizeBytes,
    abort: async () => undefined,
  };
}
