import type { MessageOwner, RejectedSubmissions } from '../../db/rejected-submissions.ts';
import type { RejectedSubmission } from '../../domain/submission-message.ts';
import type { BatchObjects, Fingerprinting, IdempotencyKeys, Inbox } from '../../platform/ports.ts';

/** What taking in many submissions, or the same one again, needs. */
export interface SubmissionDeps {
  readonly batches: BatchObjects;
  readonly idempotencyKeys: IdempotencyKeys;
  readonly fingerprint: (request: Request) => Fingerprinting;
  readonly inbox: Inbox;
  readonly rejectedSubmissions: (accountId: string, livemode: boolean) => RejectedSubmissions;
  /** Removes up to `limit` of those noted before this time; says how many. */
  readonly dropRejected: (beforeMs: number, limit: number) => Promise<number>;
  /** Notes a message that became no analysis; its account is `null` where the message did not tell. */
  readonly setAsideSubmission: (owner: MessageOwner, rejected: RejectedSubmission) => Promise<void>;
}
