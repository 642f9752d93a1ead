import { DurableObject } from 'cloudflare:workers';
import type { Clock } from '../../adapters/clock.ts';
import { describeError, type Log } from '../../adapters/log.ts';
import type { BatchChunkQueue } from '../../adapters/queues/ports.ts';
import type { BatchObjectMethods, CallbackObjects, ChunkTask } from '../../adapters/objects.ts';
import {
  type Batch,
  type BatchItem,
  type BatchState,
  isOver,
  type ItemEnd,
  type ItemPage,
  type NewItem,
  type RejectedItem,
} from '../../domain/batch.ts';
import { FAULTS } from '../../domain/errors.ts';
import { DEFAULT_PAYLOAD_FORMAT } from '../../domain/webhook.ts';
import { SingleRun } from '../timers.ts';
import { type Chunk, ChunkBoard } from './batch-chunks.ts';
import { BatchItems } from './batch-items.ts';

/** One batch, as the platform addresses it. What it does is in the keeper. */
export class BatchObjectCore extends DurableObject<Env> implements BatchObjectMethods {
  readonly #keeper: BatchKeeper;

  constructor(ctx: DurableObjectState, env: Env, deps: BatchObjectDeps) {
    super(ctx, env);
    this.#keeper = new BatchKeeper(ctx.storage, deps);
  }

  create(batch: Batch): Promise<void> {
    return this.#keeper.create(batch);
  }

  add(chunk: number, items: readonly NewItem[]): Promise<void> {
    return this.#keeper.add(chunk, items);
  }

  open(): Promise<BatchState> {
    return this.#keeper.open();
  }

  discard(): Promise<void> {
    return this.#keeper.discard();
  }

  async read(): Promise<BatchState | null> {
    return this.#keeper.read();
  }

  async items(page: ItemPage): Promise<BatchItem[]> {
    return this.#keeper.items(page);
  }

  cancel(): Promise<void> {
    return this.#keeper.cancel();
  }

  take(chunk: number): Promise<ChunkTask> {
    return this.#keeper.take(chunk);
  }

  accepted(chunk: number, rejected: readonly RejectedItem[]): Promise<void> {
    return this.#keeper.accepted(chunk, rejected);
  }

  cancelled(chunk: number): Promise<void> {
    return this.#keeper.cancelled(chunk);
  }

  async release(chunk: number): Promise<void> {
    this.#keeper.release(chunk);
  }

  ended(end: ItemEnd): Promise<void> {
    return this.#keeper.ended(end);
  }

  override alarm(): Promise<void> {
    return this.#keeper.alarm();
  }
}

interface StoredBatch extends Batch {
  /** Items may still be added; when nothing was heard for long, the batch is given up. */
  readonly receiving: boolean;
  /** When the chunks are looked after again, milliseconds since 1970. */
  readonly watchAt: number;
  /** How often they were since something was heard. */
  readonly watches: number;
  readonly told: boolean;
}

const KEY = 'batch';
const RECEIVING_MS = 15 * 60_000;
const LEASE_MS = 120_000;
const MAX_TAKES = 5;
const WATCH_MS = 60_000;
const WATCH_MAX_MS = 3_600_000;
const NOTIFY_RETRY_MS = 30_000;
const KEPT_MS = 90 * 24 * 3_600_000;
const GIVEN_UP = { code: 'internal_error', message: FAULTS.internal_error.message, details: {} };

/** The only writer of the state of one batch. Whatever it accepted is stored before it answers. */
class BatchKeeper {
  readonly #storage: DurableObjectStorage;
  readonly #deps: BatchObjectDeps;
  readonly #items: BatchItems;
  readonly #chunks: ChunkBoard;
  readonly #settling = new SingleRun();

  constructor(storage: DurableObjectStorage, deps: BatchObjectDeps) {
    this.#storage = storage;
    this.#deps = deps;
    this.#items = new BatchItems(storage.sql);
    this.#chunks = new ChunkBoard(storage.sql);
  }

  async create(batch: Batch): Promise<void> {
    if (this.#kept()) return;
    this.#items.create();
    this.#chunks.create();
    const watchAt = this.#now() + RECEIVING_MS;
    await this.#keep({ ...batch, receiving: true, watchAt, watches: 0, told: false });
  }

  async add(number: number, items: readonly NewItem[]): Promise<void> {
    const kept = this.#kept();
    const [first, last] = [items[0], items.at(-1)];
    if (!kept?.receiving || !first || !last) throw new Error('no batch that takes items');
    this.#items.add(items);
    const refused = items.every(({ error }) => error !== null);
    this.#chunks.add({ number, first: first.index, last: last.index }, refused);
    await this.#keep({ ...kept, watchAt: this.#now() + RECEIVING_MS });
  }

  async open(): Promise<BatchState> {
    const kept = this.#kept();
    if (!kept) throw new Error('no batch to open');
    if (kept.receiving) {
      await this.#keep({ ...kept, receiving: false, watchAt: this.#now() + WATCH_MS });
      await this.#announce(kept.id, this.#chunks.waiting(this.#now()));
      await this.settle();
    }
    return this.#state(this.#kept() ?? kept);
  }

  async discard(): Promise<void> {
    const kept = this.#kept();
    if (!kept?.receiving) return;
    await this.#deps.chunkQueue.remove(kept.accountId, kept.id, this.#chunks.numbers());
    await this.#storage.deleteAll();
  }

  read(): BatchState | null {
    const kept = this.#kept();
    return kept && !kept.receiving ? this.#state(kept) : null;
  }

  items(page: ItemPage): BatchItem[] {
    return this.#kept() ? this.#items.page(page) : [];
  }

  async cancel(): Promise<void> {
    const kept = this.#kept();
    if (!kept || kept.receiving || kept.completedAt !== null || kept.cancelledAt !== null) return;
    await this.#keep({ ...kept, cancelledAt: this.#now(), watchAt: this.#now() + WATCH_MS, watches: 0 });
    await this.#announce(kept.id, this.#unfinished(true));
  }

  async take(number: number): Promise<ChunkTask> {
    const kept = this.#kept();
    const chunk = this.#chunks.find(number);
    if (!kept || kept.receiving || !chunk) return { type: 'none' };
    if (chunk.done) return kept.cancelledAt === null ? { type: 'none' } : this.#task('cancel', kept, chunk);
    if (chunk.leaseUntil > this.#now()) return { type: 'none' };
    if (chunk.takes >= MAX_TAKES || (kept.cancelledAt !== null && chunk.takes === 0)) {
      if (kept.cancelledAt === null) this.#items.failWaiting(chunk, GIVEN_UP);
      else this.#items.cancelWaiting(chunk);
      this.#chunks.finish(number);
      await this.settle();
      return { type: 'discard', accountId: kept.accountId };
    }
    this.#chunks.lease(number, this.#now() + LEASE_MS);
    return this.#task(kept.cancelledAt === null ? 'accept' : 'cancel', kept, chunk);
  }

  /** The items of the chunk have become analyses, but for the rejected ones. */
  async accepted(number: number, rejected: readonly RejectedItem[]): Promise<void> {
    const kept = await this.#finish(number, (chunk) => this.#items.accepted(chunk, rejected));
    if (kept && kept.cancelledAt !== null) await this.#announce(kept.id, [number]);
  }

  /** What had become analyses was cancelled; the others never will. */
  async cancelled(number: number): Promise<void> {
    await this.#finish(number, (chunk) => this.#items.cancelWaiting(chunk));
  }

  release(number: number): void {
    if (this.#kept()) this.#chunks.release(number);
  }

  async ended(end: ItemEnd): Promise<void> {
    if (!this.#kept()) return;
    this.#items.end(end);
    await this.settle();
  }

  /** Sees whether the last item is final, and tells of that once. */
  settle(): Promise<void> {
    return this.#settling.run(() => this.#settle());
  }

  async alarm(): Promise<void> {
    const kept = this.#kept();
    if (!kept) return;
    if (kept.watchAt > this.#now()) return this.#storage.setAlarm(kept.watchAt);
    if (kept.receiving) return this.discard();
    if (kept.told) return this.#storage.deleteAll();
    if (kept.completedAt !== null) return this.settle();
    const waitMs = Math.min(WATCH_MS * 2 ** (kept.watches + 1), WATCH_MAX_MS);
    await this.#keep({ ...kept, watchAt: this.#now() + waitMs, watches: kept.watches + 1 });
    await this.#announce(kept.id, this.#unfinished(kept.cancelledAt !== null));
  }

  async #settle(): Promise<void> {
    const kept = this.#kept();
    if (!kept || kept.receiving || kept.told) return;
    const isDue =
      kept.completedAt === null ? isOver(this.#items.tally().counts) : kept.watchAt <= this.#now();
    if (!isDue) return;
    const completed = { ...kept, completedAt: kept.completedAt ?? this.#now() };
    await this.#keep({ ...completed, watchAt: this.#now() + NOTIFY_RETRY_MS });
    try {
      await this.#tell(completed);
      await this.#keep({ ...completed, told: true, watchAt: this.#now() + KEPT_MS });
    } catch (error) {
      // The alarm that is set tells of it again; the receiver of callbacks takes a batch once.
      this.#deps.log.error('batch.not_told', { batch: kept.id, ...describeError(error) });
    }
  }

  async #finish(number: number, write: (chunk: Chunk) => void): Promise<StoredBatch | null> {
    const kept = this.#kept();
    const chunk = this.#chunks.find(number);
    if (!kept || !chunk || chunk.done) return null;
    write(chunk);
    this.#chunks.finish(number);
    await this.#keep({ ...kept, watchAt: this.#now() + WATCH_MS, watches: 0 });
    await this.settle();
    return kept;
  }

  #task(type: 'accept' | 'cancel', { accountId, livemode }: StoredBatch, chunk: Chunk): ChunkTask {
    const items = this.#items.of(chunk, chunk.done ? 'running' : 'waiting');
    return { type, accountId, livemode, items };
  }

  #unfinished(cancelled: boolean): number[] {
    const waiting = this.#chunks.waiting(this.#now());
    return cancelled ? [...waiting, ...this.#chunks.running()] : waiting;
  }

  async #announce(id: string, numbers: readonly number[]): Promise<void> {
    try {
      await this.#deps.chunkQueue.enqueue(id, numbers);
    } catch (error) {
      // The alarm that is already set announces them again.
      this.#deps.log.error('batch.announce_failed', { batch: id, ...describeError(error) });
    }
  }

  async #tell({ id, accountId, livemode, callbackUrl, ...rest }: StoredBatch): Promise<void> {
    const body = this.#deps.body(this.#state({ id, accountId, livemode, callbackUrl, ...rest }));
    const whom = { callbackUrl, callbackFormat: DEFAULT_PAYLOAD_FORMAT, onlyWebhookId: null } as const;
    await this.#deps.callbacks.notify(id, {
      subjectId: id,
      accountId,
      livemode,
      event: 'batch.completed',
      ...whom,
      body,
    });
  }

  #state({
    receiving: _receiving,
    watchAt: _at,
    watches: _watches,
    told: _told,
    ...batch
  }: StoredBatch): BatchState {
    return { batch, ...this.#items.tally() };
  }

  #kept(): StoredBatch | null {
    return this.#storage.kv.get<StoredBatch>(KEY) ?? null;
  }

  async #keep(kept: StoredBatch): Promise<void> {
    this.#storage.kv.put(KEY, kept);
    await this.#storage.setAlarm(kept.watchAt);
  }

  #now(): number {
    return this.#deps.clock.now();
  }
}

export interface BatchObjectDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly chunkQueue: BatchChunkQueue;
  readonly callbacks: Pick<CallbackObjects, 'notify'>;
  /** JSON that a receiver of `batch.completed` gets. */
  readonly body: (state: BatchState) => string;
}
