import { DurableObject } from 'cloudflare:workers';
import type { AnalysisObjectMethods, Reply } from '../../adapters/objects.ts';
import type { ApiKeyDirectory } from '../../adapters/cache/api-key-directory.ts';
import { credentialOf } from '../../domain/api-key.ts';
import type { Analysis } from '../../domain/analysis.ts';
import type { Job, LifecycleEvent } from '../../domain/job.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { CallbackAddress } from '../../domain/webhook.ts';
import { grantOf } from '../../services/authenticate.ts';
import type { CallbackDeps } from '../../services/deps.ts';
import { AnalysisLifecycle } from './analysis-lifecycle.ts';
import { type AnalysisObjectDeps, openContext } from './context.ts';
import { LiveFeed } from './live/live-feed.ts';
import { AnalysisWebhooks } from './webhooks.ts';

export interface AnalysisObjectParts extends AnalysisObjectDeps {
  readonly callbacks: CallbackDeps;
  readonly apiKeyDirectory: Pick<ApiKeyDirectory, 'findNow'>;
}

/** One analysis: its lifecycle, the webhooks that it sends, and those who watch it live. */
export class AnalysisObjectCore extends DurableObject<Env> implements AnalysisObjectMethods {
  readonly #lifecycle: AnalysisLifecycle;
  readonly #feed: LiveFeed;
  readonly #webhooks: AnalysisWebhooks;

  constructor(
    ctx: DurableObjectState,
    env: Env,
    { callbacks, apiKeyDirectory, ...deps }: AnalysisObjectParts,
  ) {
    super(ctx, env);
    const context = openContext(ctx.storage);
    this.#feed = new LiveFeed(context, { ...callbacks, apiKeyDirectory }, ctx);
    this.#webhooks = new AnalysisWebhooks(context, callbacks, () => this.send({ type: 'callback_settled' }));
    this.#lifecycle = new AnalysisLifecycle(context, deps, (work) => ctx.waitUntil(work), {
      observers: [this.#feed, this.#webhooks],
      timers: [this.#webhooks, this.#feed],
    });
  }

  create(analysis: Analysis): Promise<boolean> {
    return this.#lifecycle.create(analysis);
  }

  async read(): Promise<Job | null> {
    return this.#lifecycle.read();
  }

  list(): Promise<boolean> {
    return this.#lifecycle.list();
  }

  send(event: LifecycleEvent): Promise<Reply> {
    return this.#lifecycle.send(event);
  }

  async answers(keyName: string): Promise<boolean> {
    return this.#lifecycle.answers(keyName);
  }

  remove(tenant: Tenant, requestedBy: string | null): Promise<boolean> {
    return this.#lifecycle.remove(tenant, requestedBy);
  }

  override alarm(): Promise<void> {
    return this.#lifecycle.alarm();
  }

  async settled(timeoutMs: number): Promise<Job | null> {
    await this.#feed.settled(timeoutMs);
    return this.#lifecycle.read();
  }

  async redeliver(deliveryId: string): Promise<boolean> {
    const isFound = this.#webhooks.redeliver(deliveryId);
    await this.#lifecycle.schedule();
    return isFound;
  }

  async follow(follower: CallbackAddress): Promise<boolean> {
    const isFollowing = this.#webhooks.follow(follower);
    await this.#lifecycle.schedule();
    return isFollowing;
  }

  /** Answers with a stream of events, or with a socket where the request asks for one. */
  override async fetch(request: Request): Promise<Response> {
    if (this.#feed.isFull()) return new Response(null, { status: 503 });
    const query = new URL(request.url).searchParams.get('last_event_id');
    const grant = await grantOf(credentialOf(request.headers));
    const lastEventId = request.headers.get('last-event-id') ?? query;
    if (request.headers.get('upgrade')?.toLowerCase() === 'websocket') {
      const { 0: client, 1: server } = new WebSocketPair();
      this.ctx.acceptWebSocket(server, [grant]);
      this.#feed.openSocket(server, lastEventId);
      await this.#lifecycle.schedule();
      return new Response(null, { status: 101, webSocket: client });
    }
    const stream = this.#feed.openStream(lastEventId, grant, request.signal);
    return new Response(stream, { headers: STREAM_HEADERS });
  }

  /** Sockets only listen; the platform answers their closing. */
  override webSocketMessage(): void {}

  /** Writes to every listener: one that has left is noticed then, and one that may no longer listen is ended. */
  beat(): Promise<void> {
    return this.#feed.beat();
  }

  listenerCount(): number {
    return this.#feed.listenerCount();
  }
}

const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  // Nothing in between may collect events to save bytes.
  'cache-control': 'no-cache, no-transform',
  'content-encoding': 'identity',
};
