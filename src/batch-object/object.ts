import { DurableObject } from 'cloudflare:workers';
import type {
  Batch,
  BatchItem,
  BatchState,
  ItemEnd,
  ItemPage,
  NewItem,
  RejectedItem,
} from '../domain/batch.ts';
import type { ChunkTask } from '../platform/ports.ts';
import type { BatchObjectDeps } from './deps.ts';
import { BatchKeeper } from './keeper.ts';

/** One batch, as the platform addresses it. What it does is in the keeper. */
export class BatchObjectCore extends DurableObject<Env> {
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
