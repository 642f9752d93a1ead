import { z } from 'zod';
import { namedUuid } from '../../adapters/crypto/digest.ts';
import { requireScope } from '../../domain/api-key.ts';
import { Fault, parseValid } from '../../domain/errors.ts';
import { decodeCursor, encodeCursor } from '../../domain/page-cursor.ts';
import {
  InboxNotification,
  parseInboxKey,
  type RejectedSubmission,
  SubmissionMessage,
} from '../../domain/submission-message.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { submitAnalysis } from '../analyses/submit.ts';
import type { Context, Deps } from '../deps.ts';
import { receiveInboxObject } from './inbox.ts';

interface ReceivedMessage {
  /** Given by the queue, the same at every delivery. */
  readonly id: string;
  readonly body: unknown;
}

/** What can be told of a message that is not valid otherwise. */
const Owner = z.object({ account_id: z.string().min(1).max(100), livemode: z.boolean() });
const Key = z.object({ idempotency_key: z.string().min(1).max(255) });

/**
 * Makes an analysis of a message, once however often it is delivered. A message that can not become one is set aside,
 * where its account sees it, with the reason. Throws where it may go well another time.
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

/** Notes a message that became no analysis. It is not kept itself: it may say what must not be stored. */
export async function rejectSubmission(
  deps: Deps,
  { id, body }: ReceivedMessage,
  fault: Fault,
): Promise<void> {
  const { code, message, details } = fault;
  const notification = InboxNotification.safeParse(body);
  const inboxKey = notification.success ? notification.data.object.key : null;
  const owner = await ownerOf(deps, body, inboxKey);
  const key = Key.safeParse(body);
  await deps.rejectSubmission(owner, {
    id,
    source: notification.success ? 'inbox' : 'queue',
    idempotencyKey: key.success ? key.data.idempotency_key : null,
    inboxKey,
    error: { code, message, details },
    createdAt: deps.clock.now(),
  });
  deps.log.error('submission.rejected', { message: id, account: owner?.accountId, code });
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
  const principal = { accountId, livemode, scopes: ['write'], keyId: null };
  await submitAnalysis({ deps, principal }, submission, { id: analysisId });
}

async function requireAccount(deps: Deps, accountId: string): Promise<void> {
  if (await deps.accountExists(accountId)) return;
  throw new Fault('invalid_request', 'Field "account_id": no account has this id.', { field: 'account_id' });
}

async function ownerOf(deps: Deps, body: unknown, inboxKey: string | null): Promise<Tenant | null> {
  const told = Owner.safeParse(body);
  const owner = told.success
    ? { accountId: told.data.account_id, livemode: told.data.livemode }
    : inboxKey === null
      ? null
      : parseInboxKey(inboxKey);
  if (!owner || !(await deps.accountExists(owner.accountId))) return null;
  return { accountId: owner.accountId, livemode: owner.livemode };
}

interface RejectedPage {
  readonly rejected: readonly RejectedSubmission[];
  /** `null` on the last page. */
  readonly nextCursor: string | null;
}

/** The messages of the caller's account and mode that became no analysis, newest first. Throws `invalid_request`. */
export async function listRejected(
  { deps, principal }: Context,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<RejectedPage> {
  requireScope(principal, 'read');
  const after = cursor === undefined ? null : decodeCursor(cursor);
  const found = await deps.rejectedSubmissions(principal).list(limit + 1, after);
  const rejected = found.slice(0, limit);
  const last = rejected.at(-1);
  return { rejected, nextCursor: found.length > limit && last ? encodeCursor(last) : null };
}
