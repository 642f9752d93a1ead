import { z } from 'zod';
import { namedUuid } from '../adapters/crypto/digest.ts';
import type { InboxObject } from '../adapters/storage/ports.ts';
import { requireScope, writerOf } from '../domain/api-key.ts';
import { Fault, parseValid, toFailure } from '../domain/errors.ts';
import { parseJson } from '../domain/json.ts';
import { type Page, type PageRequest, readPage } from '../domain/page-cursor.ts';
import {
  type InboxKey,
  InboxNotification,
  parseInboxKey,
  type RejectedSubmission,
  SubmissionMessage,
} from '../domain/queue-messages.ts';
import { SubmissionRequest } from '../domain/submission.ts';
import type { Tenant } from '../domain/tenant.ts';
import { FileName } from '../domain/upload.ts';
import { submitAnalysis, submitUpload } from './analyses/submit.ts';
import { requireBudget } from './budget.ts';
import type { Context, Deps } from './deps.ts';

interface ReceivedMessage {
  /** Given by the queue; the same at every delivery. */
  readonly id: string;
  readonly body: unknown;
}

/**
 * Makes one analysis of a message, however often it is delivered. A message that cannot become one is rejected with the
 * reason, where its account sees it. Throws where a retry may help.
 */
export async function receiveMessage(deps: Deps, message: ReceivedMessage): Promise<void> {
  try {
    const notification = InboxNotification.safeParse(message.body);
    if (notification.success) await receiveInboxObject(deps, notification.data);
    else await receiveSubmission(deps, message);
  } catch (error) {
    if (!(error instanceof Fault) || error.status >= 500) throw error;
    await rejectSubmission(deps, message, error);
  }
}

/** What is read of a message that is not valid as a whole. */
const TenantFields = z.object({ account_id: z.string().min(1).max(100), livemode: z.boolean() });
const KeyField = z.object({ idempotency_key: z.string().min(1).max(255) });

/** Notes a message that became no analysis. The message itself is not stored: it may contain what must be redacted. */
export async function rejectSubmission(
  deps: Deps,
  { id, body }: ReceivedMessage,
  fault: Fault,
): Promise<void> {
  const notification = InboxNotification.safeParse(body);
  const inboxKey = notification.success ? notification.data.object.key : null;
  const tenant = await tenantOf(deps, body, inboxKey);
  const key = KeyField.safeParse(body);
  await deps.addRejected(tenant, {
    id,
    source: notification.success ? 'inbox' : 'queue',
    idempotencyKey: key.success ? key.data.idempotency_key : null,
    inboxKey,
    error: toFailure(fault),
    createdAt: deps.clock.now(),
  });
  deps.log.error('submission.rejected', { message: id, account: tenant?.accountId, code: fault.code });
}

async function receiveSubmission(deps: Deps, { id, body }: ReceivedMessage): Promise<void> {
  const {
    account_id: accountId,
    livemode,
    idempotency_key: key,
    submission,
  } = parseValid(SubmissionMessage, body);
  await requireAccount(deps, accountId);
  const identity = key === undefined ? `message\n${id}` : `key\n${key}`;
  const analysisId = await namedUuid(`submission\n${accountId}\n${livemode ? 'live' : 'test'}\n${identity}`);
  if (await deps.analysisObjects.read(analysisId)) return;
  const principal = writerOf({ accountId, livemode });
  await submitAnalysis({ deps, principal }, { request: submission, reserved: { id: analysisId } });
}

async function requireAccount(deps: Deps, accountId: string): Promise<void> {
  if (await deps.accountExists(accountId)) return;
  throw new Fault('invalid_request', 'Field "account_id": no account has this id.', { field: 'account_id' });
}

/** Whose message it is, by its fields or by the key of the object; `null` where there is no such account. */
async function tenantOf(deps: Deps, body: unknown, inboxKey: string | null): Promise<Tenant | null> {
  const fields = TenantFields.safeParse(body);
  const named = fields.success
    ? { accountId: fields.data.account_id, livemode: fields.data.livemode }
    : inboxKey === null
      ? null
      : parseInboxKey(inboxKey);
  if (!named || !(await deps.accountExists(named.accountId))) return null;
  return { accountId: named.accountId, livemode: named.livemode };
}

/** The messages of the caller's account and mode that became no analysis, newest first. Throws `invalid_request`. */
export async function listRejected(
  { deps, principal }: Context,
  page: PageRequest,
): Promise<Page<RejectedSubmission>> {
  requireScope(principal, 'read');
  const rejected = deps.rejectedSubmissions(principal);
  return readPage(page, (limit, after) => rejected.list(limit, after));
}

const STORED_ACTIONS: ReadonlySet<string> = new Set(['PutObject', 'CopyObject', 'CompleteMultipartUpload']);
const MAX_JSON_BYTES = 16 * 1024 * 1024;
const NamedFile = z.strictObject({ file_name: FileName });

/**
 * Makes an analysis of an object in `inbox/{account}/…`: a `.json` file is read like a body of `POST /v1/analyses`, any other
 * is a recording. Then the object is removed. An object that is put there again becomes another analysis.
 */
async function receiveInboxObject(deps: Deps, { action, object }: InboxNotification): Promise<void> {
  const { key, eTag } = object;
  if (!STORED_ACTIONS.has(action)) return;
  const place = parseInboxKey(key);
  if (!place) return;
  if (!(await deps.accountExists(place.accountId)))
    throw new Fault('invalid_request', 'The key names no account.', { key });
  const { file_name: fileName } = parseValid(NamedFile, { file_name: place.fileName });
  const found = await deps.inbox.open(key);
  // Gone: it was received before. Another ETag: it was replaced, and the newer one has a notification of its own.
  if (!found) return;
  if (eTag !== undefined && eTag !== found.etag) return found.body.cancel();
  const id = await namedUuid(`inbox\n${key}\n${found.etag}`);
  if (await deps.analysisObjects.read(id)) await found.body.cancel();
  else await accept(deps, { ...place, fileName }, id, found);
  await deps.inbox.remove(key);
}

async function accept(deps: Deps, place: InboxKey, id: string, found: InboxObject): Promise<void> {
  const { fileName } = place;
  const context: Context = { deps, principal: writerOf(place) };
  const isJson = /\.json$/i.test(fileName);
  const maxBytes = isJson ? MAX_JSON_BYTES : deps.maxUploadBytes;
  if (found.sizeBytes > maxBytes) {
    await found.body.cancel();
    throw new Fault(isJson ? 'payload_too_large' : 'recording_too_large', undefined, { max_bytes: maxBytes });
  }
  if (!isJson) return acceptRecording(context, id, fileName, found);
  const request = parseValid(SubmissionRequest, parseJson(await new Response(found.body).text()));
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
