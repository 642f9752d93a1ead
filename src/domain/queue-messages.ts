import { z } from 'zod';
import { SubmissionRequest } from './submission.ts';
import { Step } from './task.ts';
import type { Tenant } from './tenant.ts';

/** Has a task of an analysis done: a whole step, or one chunk of its recording. Messages carry ids, never content. */
export const StepMessage = z.strictObject({
  version: z.literal(1),
  analysisId: z.uuid(),
  step: Step,
  /** Position of the chunk of the recording, from 0; absent: the step is one task. */
  chunk: z.int().nonnegative().optional(),
  /** The account that keeps a slot for this task; it is given back where there is nothing to be done. */
  slotOf: z.string().max(100).optional(),
});
export type StepMessage = Readonly<z.infer<typeof StepMessage>>;

/** Has a chunk of a batch worked on: its items become analyses, or are cancelled. `chunk` is its position, from 0. */
export const ChunkMessage = z.strictObject({
  version: z.literal(1),
  batchId: z.string().max(100),
  chunk: z.int().nonnegative(),
});
export type ChunkMessage = Readonly<z.infer<typeof ChunkMessage>>;

export const SweepName = z.enum(['contents', 'deliveries', 'rejected', 'uploads']);
export type SweepName = z.infer<typeof SweepName>;

/** Has a sweep go on. How far it has come is in the table `sweeps`; a message loses nothing where it is lost. */
export const SweepMessage = z.strictObject({
  version: z.literal(1),
  sweep: SweepName,
  /** How far the sweep had come when this was sent: where it is further by now, another message goes on. Absent: it is begun. */
  after: z.string().max(2048).optional(),
});
export type SweepMessage = Readonly<z.infer<typeof SweepMessage>>;

/** A submission as a message on the queue `debrief-submissions`. Whoever may write to the queue speaks for every account. */
export const SubmissionMessage = z.strictObject({
  version: z.literal(1),
  account_id: z.string().min(1).max(100).meta({ description: 'Account that the call belongs to' }),
  livemode: z.boolean().meta({ description: 'Whether the analysis is live data or test data' }),
  idempotency_key: z.string().min(1).max(255).optional().meta({
    description: 'Messages of an account and mode with the same key make one analysis: that of the first',
  }),
  submission: SubmissionRequest.meta({ description: 'Body of `POST /v1/analyses`' }),
});
export type SubmissionMessage = z.infer<typeof SubmissionMessage>;

/** What R2 says about a changed object. Source: Cloudflare R2, event notifications, message format. */
export const InboxNotification = z.looseObject({
  action: z.string(),
  bucket: z.string(),
  object: z.looseObject({ key: z.string().max(1024), eTag: z.string().optional() }),
});
export type InboxNotification = z.infer<typeof InboxNotification>;

export interface InboxKey extends Tenant {
  readonly fileName: string;
}

const INBOX_KEY = /^inbox\/(?<account>[^/]+)\/(?:(?<mode>live|test)\/)?(?<name>.+)$/;

/** `inbox/{account}/…` is live, as is `inbox/{account}/live/…`; `inbox/{account}/test/…` is test data. `null`: neither. */
export function parseInboxKey(key: string): InboxKey | null {
  const { account, mode, name } = INBOX_KEY.exec(key)?.groups ?? {};
  if (account === undefined || name === undefined) return null;
  return { accountId: account, livemode: mode !== 'test', fileName: name.split('/').at(-1) ?? name };
}

/** A message that became no analysis, and why. Times are milliseconds since 1970-01-01 UTC. */
export interface RejectedSubmission {
  /** Id of the message. */
  readonly id: string;
  readonly source: 'queue' | 'inbox';
  readonly idempotencyKey: string | null;
  /** Key of the object in the inbox. */
  readonly inboxKey: string | null;
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details: Readonly<Record<string, unknown>>;
  };
  readonly createdAt: number;
}
