import { z } from 'zod';
import type { MessageOwner } from '../../db/rejected-submissions.ts';
import { Fault } from '../../domain/fault.ts';
import { InboxNotification, parseInboxKey, SubmissionMessage } from '../../domain/submission-message.ts';
import { parseValid } from '../../domain/valid-input.ts';
import { namedUuid } from '../../platform/named-uuid.ts';
import { submitAnalysis } from '../analyses/submit.ts';
import type { Deps } from '../deps.ts';
import { receiveInboxObject } from './inbox-object.ts';

export interface ReceivedMessage {
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
    await setAside(deps, message, error);
  }
}

/** Notes a message that became no analysis. It is not kept itself: it may say what must not be stored. */
export async function setAside(deps: Deps, { id, body }: ReceivedMessage, fault: Fault): Promise<void> {
  const { code, message, details } = fault;
  const notification = InboxNotification.safeParse(body);
  const inboxKey = notification.success ? notification.data.object.key : null;
  const owner = await ownerOf(deps, body, inboxKey);
  const key = Key.safeParse(body);
  await deps.setAsideSubmission(owner, {
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
  if (await deps.objects.read(analysisId)) return;
  const principal = { accountId, livemode, scopes: ['write'], keyId: null };
  await submitAnalysis({ deps, principal }, submission, { id: analysisId });
}

async function requireAccount(deps: Deps, accountId: string): Promise<void> {
  if (await deps.accountExists(accountId)) return;
  throw new Fault('invalid_request', 'Field "account_id": no account has this id.', { field: 'account_id' });
}

async function ownerOf(deps: Deps, body: unknown, inboxKey: string | null): Promise<MessageOwner> {
  const told = Owner.safeParse(body);
  const owner = told.success
    ? { accountId: told.data.account_id, livemode: told.data.livemode }
    : inboxKey === null
      ? null
      : parseInboxKey(inboxKey);
  if (!owner || !(await deps.accountExists(owner.accountId))) return null;
  return { accountId: owner.accountId, livemode: owner.livemode };
}
