import { DurableObject } from 'cloudflare:workers';
import type { Clock } from '../../adapters/clock.ts';
import { grantLease, type RateLimitCounter, type RateLimitLease } from '../../domain/rate-limit.ts';

const IDLE_MS = 60 * 60_000;

/** Counts the requests of one bucket for all isolates. An hour after its last window began to matter, it is empty. */
export class RateCounterCore extends DurableObject<Env> {
  readonly #clock: Clock;

  constructor(ctx: DurableObjectState, env: Env, clock: Clock) {
    super(ctx, env);
    this.#clock = clock;
  }

  /** See `grantLease`. The lease is stored before it is given: losing memory gives nobody a second limit. */
  async lease(limit: number): Promise<RateLimitLease> {
    const before = this.#counter();
    const { counter, lease } = grantLease(before, limit, this.#clock.now());
    this.ctx.storage.kv.put('counter', counter);
    if (!before) await this.ctx.storage.setAlarm(this.#clock.now() + IDLE_MS);
    return lease;
  }

  override async alarm(): Promise<void> {
    const now = this.#clock.now();
    if ((this.#counter()?.endsAt ?? 0) > now - IDLE_MS) await this.ctx.storage.setAlarm(now + IDLE_MS);
    else await this.ctx.storage.deleteAll();
  }

  #counter(): RateLimitCounter | null {
    return this.ctx.storage.kv.get<RateLimitCounter>('counter') ?? null;
  }
}
