import { DurableObject } from 'cloudflare:workers';
import type { Tenant } from '../../domain/tenant.ts';
import type { AnalysisObjectMethods, Reply } from '../../adapters/objects.ts';
import type { Analysis } from '../../domain/analysis.ts';
import type { Job, LifecycleEvent } from '../../domain/job.ts';
import type { CallbackAddress } from '../../domain/webhook.ts';
import type { CallbackDeps } from '../../services/deps.ts';
import type { ObjectStorage } from '../timers.ts';
import { AnalysisLifecycle } from './analysis-lifecycle.ts';
import { type AnalysisObjectDeps, StoredJob } from './context.ts';
import { LiveFeed } from './live/live-feed.ts';
import { AnalysisWebhooks } from './webhooks.ts';

export interface AnalysisObjectParts extends AnalysisObjectDeps {
  readonly callbacks: CallbackDeps;
}

/** One analysis, as the platform addresses it. What it does is in the keeper and its concerns. */
export class AnalysisObjectCore extends DurableObject<Env> implements AnalysisObjectMethods {
  readonly #keeper: AnalysisLifecycle;
  readonly #live: LiveFeed;
  readonly #callbacks: AnalysisWebhooks;

  constructor(ctx: DurableObjectState, env: Env, { callbacks, ...deps }: AnalysisObjectParts) {
    super(ctx, env);
    const storage = storageOf(ctx);
    const job = new StoredJob(storage);
    this.#live = new LiveFeed(storage, job, callbacks, () => ctx.getWebSockets());
    this.#callbacks = new AnalysisWebhooks(storage, job, callbacks, () =>
      this.send({ type: 'callback_settled' }),
    );
    const attending = [this.#live, this.#callbacks];
    this.#keeper = new AnalysisLifecycle(storage, deps, (work) => ctx.waitUntil(work), attending);
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

  remove(owner: Tenant, requestedBy: string | null): Promise<boolean> {
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

const HEADERS = {
  'content-type': 'text/event-stream',
  // Nothing in between may collect events to save bytes.
  'cache-control': 'no-cache, no-transform',
  'content-encoding': 'identity',
};

/** Answers a watcher's request with a stream, or with a socket where it asks for one. */
function answerWatcher(live: LiveFeed, accept: (socket: WebSocket) => void, request: Request): Response {
  if (live.isFull()) return new Response(null, { status: 503 });
  const query = new URL(request.url).searchParams.get('last_event_id');
  const lastEventId = request.headers.get('last-event-id') ?? query;
  if (request.headers.get('upgrade')?.toLowerCase() === 'websocket') {
    const { 0: client, 1: server } = new WebSocketPair();
    accept(server);
    live.openSocket(server, lastEventId);
    return new Response(null, { status: 101, webSocket: client });
  }
  return new Response(live.openStream(lastEventId, request.signal), { headers: HEADERS });
}
