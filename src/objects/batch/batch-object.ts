import { DurableObject } from 'cloudflare:workers';
import { z } from 'zod';
import { describeError } from '../../adapters/log.ts';
import type { BatchObjectMethods, CallbackObjects, ChunkTask } from '../../adapters/objects.ts';
import type { BatchChunkQueue } from '../../adapters/ports.ts';
import {
  Batch,
  type BatchItem,
  type BatchState,
  isBatchOver,
  type ItemEnd,
  type ItemPage,
  type NewItem,
  type RejectedItem,
} from '../../domain/batch.ts';
import { FAULTS } from '../../domain/errors.ts';
import { DEFAULT_PAYLOAD_FORMAT } from '../../domain/webhook.ts';
import { ObjectStorage, type StoredRecord } from '../storage.ts';
import { SingleRun, Timers, type TimersDeps } from '../timers.ts';
import { BatchChunks, type Chunk } from './batch-chunks.ts';
import { BatchItems } from './batch-items.ts';

export interface BatchObjectDeps extends TimersDeps {
  readonly chunkQueue: BatchChunkQueue;
  readonly callbacks: Pick<CallbackObjects, 'notify'>;
  /** JSON that a receiver of `batch.completed` gets. */
  readonly body: (state: BatchState) => string;
}

/** The batch as its object stores it. */
type StoredBatch = z.infer<typeof StoredBatch>;
const StoredBatch = z.strictObject({
  batch: Batch,
  /** Items may still be added. A batch that gets none for long is given up. */
  receiving: z.boolean(),
  /** When the object looks after the batch again, milliseconds since 1970-01-01 UTC. */
  watchAt: z.int(),
  /** How often it did since a chunk was last finished. */
  watches: z.int().nonnegative(),
  /** Whether the receivers of `batch.completed` are taken care of. */
  notified: z.boolean(),
  /** Number of the first chunk that was not put on its queue yet. Batches from before this was kept had put all of them there. */
  nextChunk: z.int().nonnegative().optional(),
});

const RECEIVING_MS = 15 * 60_000;
const LEASE_MS = 120_000;
const MAX_TAKES = 5;
const WATCH_MS = 60_000;
const WATCH_MAX_MS = 3_600_000;
const NOTIFY_RETRY_MS = 30_000;
/** Most items that are at work at a time: calls of others, and those of the batch itself, would wait behind more of them. */
const AT_WORK = 500;
const KEPT_MS = 90 * 24 * 3_600_000;
const GIVEN_UP = { code: 'internal_error', message: FAULTS.internal_error.message, details: {} };

/** Owns the state of one batch: nothing else writes it. Whatever it accepted is stored before it answers. */
export class BatchObjectCore extends DurableObject<Env> implements BatchObjectMethods {
  readonly #deps: BatchObjectDeps;
  readonly #storage: ObjectStorage;
  readonly #stored: StoredRecord<StoredBatch>;
  readonly #items: BatchItems;
  readonly #chunks: BatchChunks;
  readonly #timers: Timers;
  readonly #settling = new SingleRun();

  constructor(ctx: DurableObjectState, env: Env, deps: BatchObjectDeps) {
    super(ctx, env);
    this.#deps = deps;
    this.#storage = new ObjectStorage(ctx.storage);
    this.#stored = this.#storage.record({ key: 'batch', version: 1, schema: StoredBatch });
    this.#items = new BatchItems(ctx.storage.sql);
    this.#chunks = new BatchChunks(ctx.storage.sql);
    this.#timers = new Timers(this.#storage, deps, [
      { dueAt: () => this.#stored.read()?.watchAt ?? null, run: () => this.#watch() },
    ]);
  }

  async create(batch: Batch): Promise<void> {
    if (this.#stored.read()) return;
    this.#items.create();
    this.#chunks.create();
    const watchAt = this.#now() + RECEIVING_MS;
    await this.#write({ batch, receiving: true, watchAt, watches: 0, notified: false, nextChunk: 0 });
  }

  async add(number: number, items: readonly NewItem[]): Promise<void> {
    const stored = this.#stored.read();
    const [first, last] = [items[0], items.at(-1)];
    if (!stored?.receiving || !first || !last) throw new Error('no batch that takes items');
    this.#items.add(items);
    const isRefused = items.every(({ error }) => error !== null);
    this.#chunks.add({ number, first: first.index, last: last.index }, isRefused);
    await this.#write({ ...stored, watchAt: this.#now() + RECEIVING_MS });
  }

  async open(requestDigest?: string): Promise<BatchState> {
    const stored = this.#stored.read();
    if (!stored) throw new Error('no batch to open');
    if (stored.receiving) {
      const batch = { ...stored.batch, ...(requestDigest && { requestDigest }) };
      await this.#write({ ...stored, batch, receiving: false, watchAt: this.#now() + WATCH_MS });
      await this.#goOn();
      await this.#settle();
    }
    return this.#state(this.#stored.read() ?? stored);
  }

  async discard(): Promise<void> {
    const stored = this.#stored.read();
    if (!stored?.receiving) return;
    const { accountId, id } = stored.batch;
    await this.#deps.chunkQueue.remove(accountId, id, this.#chunks.all());
    await this.#storage.clear();
  }

  async read(): Promise<BatchState | null> {
    const stored = this.#stored.read();
    return stored && !stored.receiving ? this.#state(stored) : null;
  }

  async items(page: ItemPage): Promise<BatchItem[]> {
    return this.#stored.read() ? this.#items.page(page) : [];
  }

  async cancel(): Promise<void> {
    const stored = this.#stored.read();
    if (!stored || stored.receiving) return;
    const { batch } = stored;
    if (batch.completedAt !== null || batch.cancelledAt !== null) return;
    const cancelled = { ...batch, cancelledAt: this.#now() };
    await this.#write({ ...stored, batch: cancelled, watchAt: this.#now() + WATCH_MS, watches: 0 });
    await this.#enqueue(batch.id, this.#unfinished(cancelled));
  }

  async take(number: number): Promise<ChunkTask> {
    const stored = this.#stored.read();
    const chunk = this.#chunks.find(number);
    if (!stored || stored.receiving || !chunk) return { type: 'none' };
    const { batch } = stored;
    const isCancelled = batch.cancelledAt !== null;
    if (chunk.done) return isCancelled ? this.#task('cancel', batch, chunk) : { type: 'none' };
    if (chunk.leaseUntil > this.#now()) return { type: 'none' };
    if (chunk.takes >= MAX_TAKES || (isCancelled && chunk.takes === 0)) {
      if (isCancelled) this.#items.cancelWaiting(chunk);
      else this.#items.failWaiting(chunk, GIVEN_UP);
      this.#chunks.finish(number);
      await this.#goOn();
      await this.#settle();
      return { type: 'discard', accountId: batch.accountId };
    }
    this.#chunks.lease(number, this.#now() + LEASE_MS);
    return this.#task(isCancelled ? 'cancel' : 'accept', batch, chunk);
  }

  async accepted(number: number, rejected: readonly RejectedItem[]): Promise<void> {
    const batch = await this.#finish(number, (chunk) => this.#items.accepted(chunk, rejected));
    // Cancelled meanwhile: what has just become an analysis is to be cancelled too.
    if (batch && batch.cancelledAt !== null) await this.#enqueue(batch.id, [number]);
  }

  async cancelled(number: number): Promise<void> {
    await this.#finish(number, (chunk) => this.#items.cancelWaiting(chunk));
  }

  async release(number: number): Promise<void> {
    if (this.#stored.read()) this.#chunks.release(number);
  }

  async ended(end: ItemEnd): Promise<void> {
    if (!this.#stored.read()) return;
    this.#items.end(end);
    await this.#goOn();
    await this.#settle();
  }

  override alarm(): Promise<void> {
    return this.#timers.run();
  }

  async #watch(): Promise<void> {
    const stored = this.#stored.read();
    if (!stored || stored.watchAt > this.#now()) return;
    if (stored.receiving) return this.discard();
    if (stored.notified) return this.#storage.clear();
    if (stored.batch.completedAt !== null) return this.#settle();
    const waitMs = Math.min(WATCH_MS * 2 ** (stored.watches + 1), WATCH_MAX_MS);
    await this.#write({ ...stored, watchAt: this.#now() + waitMs, watches: stored.watches + 1 });
    const end = stored.batch.cancelledAt === null ? stored.nextChunk : undefined;
    await this.#enqueue(stored.batch.id, this.#unfinished(stored.batch, end));
    await this.#goOn();
  }

  /** Notifies the receivers, once, when the last item is final. */
  #settle(): Promise<void> {
    return this.#settling.run(() => this.#settleOnce());
  }

  async #settleOnce(): Promise<void> {
    const stored = this.#stored.read();
    if (!stored || stored.receiving || stored.notified) return;
    const { completedAt } = stored.batch;
    const isDue =
      completedAt === null ? isBatchOver(this.#items.tally().counts) : stored.watchAt <= this.#now();
    if (!isDue) return;
    const batch = { ...stored.batch, completedAt: completedAt ?? this.#now() };
    const completed = { ...stored, batch, watchAt: this.#now() + NOTIFY_RETRY_MS };
    await this.#write(completed);
    try {
      await this.#notify(completed);
      await this.#write({ ...completed, notified: true, watchAt: this.#now() + KEPT_MS });
    } catch (error) {
      // The alarm that is set tries again. A second notification of the same batch changes nothing.
      this.#deps.log.error('batch.not_notified', { batch: batch.id, ...describeError(error) });
    }
  }

  async #finish(number: number, change: (chunk: Chunk) => void): Promise<Batch | null> {
    const stored = this.#stored.read();
    const chunk = this.#chunks.find(number);
    if (!stored || !chunk || chunk.done) return null;
    change(chunk);
    this.#chunks.finish(number);
    await this.#write({ ...stored, watchAt: this.#now() + WATCH_MS, watches: 0 });
    await this.#goOn();
    await this.#settle();
    return stored.batch;
  }

  /** Puts chunks on their queue while fewer items are at work than may be. */
  async #goOn(): Promise<void> {
    const stored = this.#stored.read();
    if (!stored || stored.receiving || stored.nextChunk === undefined || stored.batch.cancelledAt !== null)
      return;
    let chunk = this.#chunks.next(stored.nextChunk);
    if (!chunk) return;
    let atWork = this.#items.tally().counts.running + this.#chunks.waitingItems(stored.nextChunk);
    const numbers: number[] = [];
    while (chunk && atWork < AT_WORK) {
      numbers.push(chunk.number);
      atWork += chunk.last - chunk.first + 1;
      chunk = this.#chunks.next(chunk.number + 1);
    }
    const last = numbers.at(-1);
    if (last === undefined) return;
    await this.#write({ ...stored, nextChunk: last + 1 });
    await this.#enqueue(stored.batch.id, numbers);
  }

  #task(type: 'accept' | 'cancel', { accountId, livemode }: Batch, chunk: Chunk): ChunkTask {
    const items = this.#items.of(chunk, chunk.done ? 'running' : 'waiting');
    return { type, accountId, livemode, items };
  }

  /** Chunks that a worker has something to do with. */
  #unfinished({ cancelledAt }: Batch, end = Number.MAX_SAFE_INTEGER): number[] {
    const waiting = this.#chunks.waiting(this.#now(), end);
    return cancelledAt === null ? waiting : [...waiting, ...this.#chunks.running()];
  }

  async #enqueue(id: string, numbers: readonly number[]): Promise<void> {
    try {
      await this.#deps.chunkQueue.enqueue(id, numbers);
    } catch (error) {
      // The alarm that is set enqueues them again.
      this.#deps.log.error('batch.enqueue_failed', { batch: id, ...describeError(error) });
    }
  }

  async #notify(stored: StoredBatch): Promise<void> {
    const { id, accountId, livemode, callbackUrl } = stored.batch;
    await this.#deps.callbacks.notify(id, {
      subjectId: id,
      accountId,
      livemode,
      event: 'batch.completed',
      callbackUrl,
      callbackFormat: DEFAULT_PAYLOAD_FORMAT,
      onlyWebhookId: null,
      body: this.#deps.body(this.#state(stored)),
    });
  }

  #state({ batch }: StoredBatch): BatchState {
    return { batch, ...this.#items.tally() };
  }

  async #write(stored: StoredBatch): Promise<void> {
    this.#stored.write(stored);
    await this.#timers.schedule();
  }

  #now(): number {
    return this.#deps.clock.now();
  }
}
