import { z } from 'zod';
import { namedUuid } from '../../adapters/crypto/digest.ts';
import { requireScope } from '../../domain/api-key.ts';
import { Fault, parseValid } from '../../domain/errors.ts';
import {
  InboxNotification,
  parseInboxKey,
  type RejectedSubmission,
  SubmissionMessage,
} from '../../domain/submission-message.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { submitAnalysis } from '../analyses/submit.ts';
import type { Context, Deps } from '../deps.ts';
import { type Page, type PageRequest, readPage } from '../page.ts';
import { receiveInboxObject } from './inbox.ts';

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
  const { code, message, details } = fault;
  const notification = InboxNotification.safeParse(body);
  const inboxKey = notification.success ? notification.data.object.key : null;
  const tenant = await tenantOf(deps, body, inboxKey);
  const key = KeyField.safeParse(body);
  await deps.rejectSubmission(tenant, {
    id,
    source: notification.success ? 'inbox' : 'queue',
    idempotencyKey: key.success ? key.data.idempotency_key : null,
    inboxKey,
    error: { code, message, details },
    createdAt: deps.clock.now(),
  });
  deps.log.error('submission.rejected', { message: id, account: tenant?.accountId, code });
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
