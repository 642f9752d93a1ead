import { DurableObject } from 'cloudflare:workers';
import type { Analysis } from '../domain/analysis.ts';
import type { Job, LifecycleEvent } from '../domain/lifecycle.ts';
import type { CallbackAddress } from '../domain/webhook.ts';
import type { Owner, Reply } from '../platform/ports.ts';
import type { ObjectStorage } from './concern.ts';
import type { CallbackDeps } from '../services/callbacks/callback-deps.ts';
import { Callbacks } from './callbacks.ts';
import type { AnalysisObjectDeps } from './deps.ts';
import { AnalysisKeeper } from './keeper.ts';
import { answerWatcher } from './live/answer.ts';
import { Live } from './live/live.ts';
import { StoredJob } from './stored-job.ts';

export interface AnalysisObjectParts extends AnalysisObjectDeps {
  readonly callbacks: CallbackDeps;
}

/** One analysis, as the platform addresses it. What it does is in the keeper and its concerns. */
export class AnalysisObjectCore extends DurableObject<Env> {
  readonly #keeper: AnalysisKeeper;
  readonly #live: Live;
  readonly #callbacks: Callbacks;

  constructor(ctx: DurableObjectState, env: Env, { callbacks, ...deps }: AnalysisObjectParts) {
    super(ctx, env);
    const storage = storageOf(ctx);
    const job = new StoredJob(storage);
    this.#live = new Live(storage, job, callbacks, () => ctx.getWebSockets());
    this.#callbacks = new Callbacks(storage, job, callbacks, () => this.send({ type: 'callback_settled' }));
    const attending = [this.#live, this.#callbacks];
    this.#keeper = new AnalysisKeeper(storage, deps, (work) => ctx.waitUntil(work), attending);
  }

  /** Answers a request to watch. */
  override fetch(request: Request): Response {
    return answerWatcher(this.#live, (socket) => this.ctx.acceptWebSocket(socket), request);
  }

  /** Writes to every listener: one that has left is noticed then. */
  beat(): void {
    this.#live.beat();
  }

  listenerCount(): number {
    return this.#live.listenerCount();
  }

  /** Sockets only listen; the platform answers their closing. */
  override webSocketMessage(): void {}

  /** The job once it is final, or as it is after `timeoutMs`. */
  async settled(timeoutMs: number): Promise<Job | null> {
    await this.#live.settled(timeoutMs);
    return this.#keeper.read();
  }

  /** Says whether there is such a delivery. */
  async redeliver(deliveryId: string): Promise<boolean> {
    const found = this.#callbacks.redeliver(deliveryId);
    await this.#keeper.reschedule();
    return found;
  }

  /** Says whether there is room for one more address to be told. */
  async follow(follower: CallbackAddress): Promise<boolean> {
    const followed = this.#callbacks.follow(follower);
    await this.#keeper.reschedule();
    return followed;
  }

  create(analysis: Analysis): Promise<void> {
    return this.#keeper.create(analysis);
  }

  async read(): Promise<Job | null> {
    return this.#keeper.read();
  }

  send(event: LifecycleEvent): Promise<Reply> {
    return this.#keeper.send(event);
  }

  remove(owner: Owner, requestedBy: string | null): Promise<boolean> {
    return this.#keeper.remove(owner, requestedBy);
  }

  override alarm(): Promise<void> {
    return this.#keeper.alarm();
  }
}

function storageOf({ storage }: DurableObjectState): ObjectStorage {
  return {
    get: (key, otherwise) => storage.kv.get(key) ?? otherwise,
    put: (key, value) => storage.kv.put(key, value),
    delete: (key) => storage.kv.delete(key),
    clear: () => storage.deleteAll(),
    setAlarm: (atMs) => storage.setAlarm(atMs),
    deleteAlarm: () => storage.deleteAlarm(),
  };
}
