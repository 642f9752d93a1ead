import type { Analysis } from '../domain/analysis.ts';
import type {
  Batch,
  BatchItem,
  BatchState,
  ItemEnd,
  ItemPage,
  NewItem,
  RejectedItem,
} from '../domain/batch.ts';
import type { Claim, KeptAnswer } from '../domain/idempotency.ts';
import type { Refusal } from '../domain/job.ts';
import type { Job, LifecycleEvent } from '../domain/lifecycle.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { CallbackAddress, PayloadFormat, WebhookEvent } from '../domain/webhook.ts';

export type Reply =
  | { readonly accepted: true; readonly job: Job }
  | { readonly accepted: false; readonly reason: Refusal | 'unknown' };

/** The objects that own the status of an analysis, one per analysis. */
export interface AnalysisObjects {
  create(analysis: Analysis): Promise<void>;
  read(id: string): Promise<Job | null>;
  send(id: string, event: LifecycleEvent): Promise<Reply>;
  /** Answers a request to watch: a stream of events, or a socket. */
  watch(id: string, request: Request): Promise<Response>;
  /** The job once it is final, or as it is after `timeoutMs`; `null` where there is none. */
  settled(id: string, timeoutMs: number): Promise<Job | null>;
  /** Sends a callback again; says whether there is such a delivery. */
  redeliver(id: string, deliveryId: string): Promise<boolean>;
  /** Has one more address told how the analysis ends; says whether there is room for it. */
  follow(id: string, follower: CallbackAddress): Promise<boolean>;
  /** Deletes the analysis of this owner, for good; says whether there is one, or was one lately. */
  remove(id: string, owner: Tenant, requestedBy: string | null): Promise<boolean>;
}

/** Items of a chunk: of `accept` those that are to become analyses, of `cancel` those whose analyses are to be cancelled. */
export interface ChunkItems extends Tenant {
  readonly items: readonly { readonly index: number; readonly analysisId: string }[];
}

/** What a worker is to do with a chunk of a batch. */
export type ChunkTask =
  /** Nothing: it is over, or another worker has it. */
  | { readonly type: 'none' }
  /** The items are no longer wanted, and none became an analysis. */
  | { readonly type: 'discard'; readonly accountId: string }
  | ({ readonly type: 'accept' } & ChunkItems)
  | ({ readonly type: 'cancel' } & ChunkItems);

/** The objects that own the state of a batch, one per batch. */
export interface BatchObjects {
  create(batch: Batch): Promise<void>;
  /** Takes down items whose content, but for those that are refused, is stored as this chunk. */
  add(id: string, chunk: number, items: readonly NewItem[]): Promise<void>;
  /** No more items follow: has the chunks worked on. */
  open(id: string): Promise<BatchState>;
  /** Forgets a batch that was not opened, with the content of its chunks. */
  discard(id: string): Promise<void>;
  /** `null` where there is none, or it was not opened. */
  read(id: string): Promise<BatchState | null>;
  items(id: string, page: ItemPage): Promise<BatchItem[]>;
  cancel(id: string): Promise<void>;
  take(id: string, chunk: number): Promise<ChunkTask>;
  /** The items of the chunk have become analyses, but for the rejected ones. */
  accepted(id: string, chunk: number, rejected: readonly RejectedItem[]): Promise<void>;
  /** The analyses of the chunk were cancelled; what had not become one never will. */
  cancelled(id: string, chunk: number): Promise<void>;
  /** The worker could not finish: another may take the chunk. */
  release(id: string, chunk: number): Promise<void>;
  /** The analysis of an item became final. May be told twice. */
  ended(id: string, end: ItemEnd): Promise<void>;
}

/** One idempotency key as one request sees it. */
export interface IdempotencyKey {
  claim(): Promise<Claim>;
  renew(): Promise<void>;
  /** Keeps the answer for whoever sends the key again. Changes nothing where another request took over. */
  settle(fingerprint: string, answer: KeptAnswer): Promise<void>;
  release(): Promise<void>;
}

/** The same text in another account or mode is another key. `holder` names the request. */
export type IdempotencyKeys = (owner: Tenant, key: string, holder: string) => Promise<IdempotencyKey>;

/** An event that receivers are told of, with the body they get. */
export interface WebhookNotification {
  /** What it tells of: the id of a batch, or of a test. Announcing it again changes nothing. */
  readonly subjectId: string;
  readonly accountId: string;
  readonly livemode: boolean;
  readonly event: WebhookEvent;
  /** The address that came with the subject. */
  readonly callbackUrl: string | null;
  readonly callbackFormat: PayloadFormat;
  /** The one endpoint that is meant; `null`: every endpoint that enabled the event. */
  readonly onlyWebhookId: string | null;
  /** JSON. */
  readonly body: string;
}

/** Callbacks about what has no object of its own. */
export interface CallbackObjects {
  notify(announcement: WebhookNotification): Promise<void>;
  /** Says whether there is such a delivery. */
  redeliver(subjectId: string, deliveryId: string): Promise<boolean>;
}
