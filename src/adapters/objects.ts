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
import type { WebhookNotification } from '../domain/delivery.ts';
import type { Claim, KeptAnswer } from '../domain/idempotency.ts';
import type { Job, LifecycleEvent, Refusal } from '../domain/job.ts';
import type { CallbackAddress } from '../domain/webhook.ts';
import type { Tenant } from '../domain/tenant.ts';

/** The methods of a Durable Object as its clients call them: the name of the object comes first. See `objectClient`. */
export type ObjectClient<Target> = {
  [Method in keyof Target]: Target[Method] extends (...args: infer Args) => infer Answer
    ? (name: string, ...args: Args) => Promise<Awaited<Answer>>
    : never;
};

export type Reply =
  | { readonly accepted: true; readonly job: Job }
  | { readonly accepted: false; readonly reason: Refusal | 'unknown' };

/** Owns the status of one analysis; named by its id. */
export interface AnalysisObjectMethods {
  /** Says whether there is such an analysis then. Creating it again, or after its deletion, changes nothing. */
  create(analysis: Analysis): Promise<boolean>;
  /** `null` where there is none. */
  read(): Promise<Job | null>;
  /** Writes the row in lists, for somebody who needs its number; says whether it is there. */
  list(): Promise<boolean>;
  send(event: LifecycleEvent): Promise<Reply>;
  /** Answers a request to watch: a stream of events, or a socket. */
  fetch(request: Request): Response | Promise<Response>;
  /** The job once it is final, or as it is after `timeoutMs`; `null` where there is none. */
  settled(timeoutMs: number): Promise<Job | null>;
  /** Sends a callback again; says whether there is such a delivery. */
  redeliver(deliveryId: string): Promise<boolean>;
  /** Notifies one more address when the analysis ends; says whether there is room for it. */
  follow(follower: CallbackAddress): Promise<boolean>;
  /** Whether the answer of this idempotency key, which shows the analysis, may be kept: it is dropped with the analysis. */
  answers(keyName: string): Promise<boolean>;
  /** Deletes the analysis of this tenant, for good; says whether there is one, or was one lately. */
  remove(tenant: Tenant, requestedBy: string | null): Promise<boolean>;
}
export type AnalysisObjects = ObjectClient<AnalysisObjectMethods>;

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

/** Owns the state of one batch; named by its id. */
export interface BatchObjectMethods {
  create(batch: Batch): Promise<void>;
  /** Adds items whose content, but for those that are refused, is stored as this chunk. */
  add(chunk: number, items: readonly NewItem[]): Promise<void>;
  /** No more items follow: has the chunks worked on. `requestDigest`: of the request that brought them. */
  open(requestDigest?: string): Promise<BatchState>;
  /** Forgets a batch that was not opened, with the content of its chunks. */
  discard(): Promise<void>;
  /** `null` where there is none, or it was not opened. */
  read(): Promise<BatchState | null>;
  items(page: ItemPage): Promise<BatchItem[]>;
  cancel(): Promise<void>;
  take(chunk: number): Promise<ChunkTask>;
  /** The items of the chunk have become analyses, but for the rejected ones. */
  accepted(chunk: number, rejected: readonly RejectedItem[]): Promise<void>;
  /** The analyses of the chunk were cancelled; what had not become one never will. */
  cancelled(chunk: number): Promise<void>;
  /** The worker could not finish: another may take the chunk. */
  release(chunk: number): Promise<void>;
  /** The analysis of an item became final. May be sent twice. */
  ended(end: ItemEnd): Promise<void>;
}
export type BatchObjects = ObjectClient<BatchObjectMethods>;

/** Delivers the webhooks of what has no analysis object; named by the id of the batch or test. */
export interface CallbackObjectMethods {
  notify(notification: WebhookNotification): Promise<void>;
  /** Says whether there is such a delivery. */
  redeliver(deliveryId: string): Promise<boolean>;
}
export type CallbackObjects = ObjectClient<CallbackObjectMethods>;

/** One idempotency key; named by `idempotencyKeyName`. `holder` names the request. */
export interface IdempotencyKeyMethods {
  claim(holder: string): Promise<Claim>;
  renew(holder: string): Promise<void>;
  /** Keeps the answer for whoever sends the key again. Changes nothing where another request took over. */
  settle(holder: string, fingerprint: string, answer: KeptAnswer): Promise<void>;
  /** The request had no answer worth keeping: the next one is the first again. */
  release(holder: string): Promise<void>;
  /** What the key made at this time is deleted: drops its answer, also one that is still to come. */
  forget(createdAt: number): Promise<void>;
}
export type IdempotencyKeys = ObjectClient<IdempotencyKeyMethods>;
