import type { z } from 'zod';
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
import type { Job, LifecycleEvent, TaskRef } from '../domain/lifecycle.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { CallbackAddress, PayloadFormat, WebhookEvent } from '../domain/webhook.ts';

/** Where the content of one analysis is kept. */
export interface AnalysisRef {
  readonly accountId: string;
  readonly id: string;
}

/** Takes a recording of unknown length chunk by chunk, in flat memory. One of `close` and `abort` ends it. */
export interface RecordingSink {
  write(chunk: Uint8Array): Promise<void>;
  /** Makes the recording readable; returns its size in bytes. */
  close(): Promise<number>;
  abort(): Promise<void>;
}

export interface StoredRecording {
  readonly sizeBytes: number;
  /** Strong validator of the content, with its quotes. */
  readonly etag: string;
}

export interface RecordingStore {
  openSink(ref: AnalysisRef, contentType: string): RecordingSink;
  /** `null` where nothing is stored. */
  find(ref: AnalysisRef): Promise<StoredRecording | null>;
  /** Bytes from `start` up to `end`, exclusive. Throws `recording_missing`. */
  readRange(ref: AnalysisRef, start: number, end: number): Promise<Uint8Array>;
  /** The whole recording, or the bytes from `start` up to `end`, as a stream of known length. Throws `recording_missing`. */
  stream(ref: AnalysisRef, range?: { start: number; end: number }): Promise<ReadableStream>;
  remove(ref: AnalysisRef): Promise<void>;
}

/** `batch`: the content of items of a batch, until they are analyses. `chunk`: what was said in a piece of a recording. */
export type DocumentKind = 'transcript' | 'report' | 'batch' | 'chunk';

/** Which document of an analysis: reports have versions from 1, chunks positions from 0, a transcript has neither. */
export interface DocumentRef extends AnalysisRef {
  readonly reportVersion?: number | null;
  readonly chunk?: number;
}

/** JSON documents, compressed at rest. */
export interface DocumentStore {
  put(kind: DocumentKind, ref: DocumentRef, value: unknown): Promise<void>;
  /** Stores it unless something is stored there: whoever comes twice changes nothing. */
  add(kind: DocumentKind, ref: DocumentRef, value: unknown): Promise<void>;
  /** `null` where there is none; throws where the stored document does not fit the schema. */
  get<Schema extends z.ZodType>(
    kind: DocumentKind,
    ref: DocumentRef,
    schema: Schema,
  ): Promise<z.output<Schema> | null>;
  remove(kind: DocumentKind, ref: DocumentRef): Promise<void>;
  /** Every report that is stored, and when it was. Milliseconds since 1970. */
  reportVersions(ref: AnalysisRef): Promise<{ version: number; storedAt: number }[]>;
}

export interface StepMessage extends TaskRef {
  readonly version: 1;
  readonly analysisId: string;
  /** The account that keeps a slot for this task; it is given back where there is nothing to be done. */
  readonly slotOf?: string | undefined;
}

export interface StepQueues {
  /** Messages of one step; sent together, so that they can be worked on side by side. */
  enqueue(messages: readonly StepMessage[]): Promise<void>;
}

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

/** Has a chunk of a batch worked on. Messages carry ids, never content. */
export interface ChunkMessage {
  readonly version: 1;
  readonly batchId: string;
  readonly chunk: number;
}

/** The content of the items of a batch, on its way to the analyses. */
export interface BatchChunkQueue {
  enqueue(batchId: string, chunks: readonly number[]): Promise<void>;
  remove(accountId: string, batchId: string, chunks: readonly number[]): Promise<void>;
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

export interface RequestFingerprint {
  /** The same request, whose body is hashed while it is read. */
  readonly request: Request;
  /**
   * Hex SHA-256 of method, path, media type and body; `null` where the body was not read to its end or is not what its
   * media type says. Of a multipart body: names, file names, types and contents of its parts, not the boundary,
   * which clients choose anew when they send the same form again.
   */
  digest(): Promise<string | null>;
}

export interface InboxObject {
  readonly etag: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly body: ReadableStream<Uint8Array>;
}

/** Where customers' systems put recordings: `inbox/{account}/…`. */
export interface Inbox {
  /** `null` where it is not there any more. */
  open(key: string): Promise<InboxObject | null>;
  remove(key: string): Promise<void>;
}

export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}

export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Encrypts secrets that must be read again, for rest. */
export interface Encryptor {
  /** Text that only `open` with the same `context` reads. */
  encrypt(secret: string, context: string): Promise<string>;
  /** Throws where the text was sealed with another key or context. */
  decrypt(sealed: string, context: string): Promise<string>;
}

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
