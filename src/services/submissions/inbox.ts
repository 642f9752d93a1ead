import { namedUuid } from '../../adapters/crypto/digest.ts';
import type { InboxObject } from '../../adapters/storage/ports.ts';
import { Fault, parseValid } from '../../domain/errors.ts';
import { type InboxKey, type InboxNotification, parseInboxKey } from '../../domain/submission-message.ts';
import { SubmissionRequest } from '../../domain/submission.ts';
import { requireBudget } from '../accounts.ts';
import { submitAnalysis, submitUpload } from '../analyses/submit.ts';
import type { Context, Deps } from '../deps.ts';

const STORED_ACTIONS: ReadonlySet<string> = new Set(['PutObject', 'CopyObject', 'CompleteMultipartUpload']);
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/**
 * Makes an analysis of an object in `inbox/{account}/…`: a `.json` file is read like a body of `POST /v1/analyses`, any other
 * is a recording. Then the object is removed. An object that is put there again becomes another analysis.
 */
export async function receiveInboxObject(deps: Deps, { action, object }: InboxNotification): Promise<void> {
  const { key, eTag } = object;
  if (!STORED_ACTIONS.has(action)) return;
  const place = parseInboxKey(key);
  if (!place) return;
  if (!(await deps.accountExists(place.accountId)))
    throw new Fault('invalid_request', 'The key names no account.', { key });
  const found = await deps.inbox.open(key);
  // Gone: it was received before. Another ETag: it was replaced, and the newer one has a notification of its own.
  if (!found) return;
  if (eTag !== undefined && eTag !== found.etag) return found.body.cancel();
  const id = await namedUuid(`inbox\n${key}\n${found.etag}`);
  if (await deps.analysisObjects.read(id)) await found.body.cancel();
  else await accept(deps, place, id, found);
  await deps.inbox.remove(key);
}

async function accept(deps: Deps, place: InboxKey, id: string, found: InboxObject): Promise<void> {
  const { accountId, livemode, fileName } = place;
  const context: Context = { deps, principal: { accountId, livemode, scopes: ['write'], keyId: null } };
  const isJson = /\.json$/i.test(fileName);
  const maxBytes = isJson ? MAX_JSON_BYTES : deps.maxUploadBytes;
  if (found.sizeBytes > maxBytes) {
    await found.body.cancel();
    throw new Fault(isJson ? 'payload_too_large' : 'recording_too_large', undefined, { max_bytes: maxBytes });
  }
  if (!isJson) return acceptRecording(context, id, fileName, found);
  const request = parseValid(SubmissionRequest, await readJson(found));
  await submitAnalysis(context, { request, reserved: { id } });
}

async function acceptRecording(
  context: Context,
  id: string,
  fileName: string,
  found: InboxObject,
): Promise<void> {
  const { contentType } = found;
  const { accountId } = context.principal;
  await requireBudget(context.deps, accountId);
  const ref = { accountId, id };
  const sink = context.deps.recordings.openSink(ref, contentType);
  try {
    for await (const chunk of found.body) await sink.write(chunk);
    const sizeBytes = await sink.close();
    const source = { kind: 'upload', fileName, contentType, sizeBytes } as const;
    await submitUpload(context, { ref, source, fields: {} });
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

async function readJson({ body }: InboxObject): Promise<unknown> {
  try {
    return await new Response(body).json();
  } catch (error) {
    throw new Fault('malformed_json', undefined, {}, error);
  }
}
