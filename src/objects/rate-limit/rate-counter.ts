import { DurableObject } from 'cloudflare:workers';
import type { Clock } from '../../adapters/clock.ts';
import { grantLease, RateLimitCounter, type RateLimitLease } from '../../domain/rate-limit.ts';
import { ObjectStorage, type StoredRecord } from '../storage.ts';
import { removal, Timers, type TimersDeps } from '../timers.ts';

const IDLE_MS = 60 * 60_000;

/** Counts the requests of one bucket for all isolates. An hour after the end of its last window, it is empty. */
export class RateCounterCore extends DurableObject<Env> {
  readonly #clock: Clock;
  readonly #storage: ObjectStorage;
  readonly #counter: StoredRecord<RateLimitCounter>;
  readonly #timers: Timers;

  constructor(ctx: DurableObjectState, env: Env, deps: TimersDeps) {
    super(ctx, env);
    this.#clock = deps.clock;
    this.#storage = new ObjectStorage(ctx.storage);
    this.#counter = this.#storage.record({ key: 'counter', version: 1, schema: RateLimitCounter });
    this.#timers = new Timers(this.#storage, deps, [
      removal(this.#storage, deps.clock, () => this.#removeAt()),
    ]);
  }

  /** See `grantLease`. The lease is stored before it is given: losing memory gives nobody a second limit. */
  async lease(limit: number): Promise<RateLimitLease> {
    const { counter, lease } = grantLease(this.#counter.read(), limit, this.#clock.now());
    this.#counter.write(counter);
    await this.#timers.ensure();
    return lease;
  }

  override alarm(): Promise<void> {
    return this.#timers.run();
  }

  #removeAt(): number | null {
    const counter = this.#counter.read();
    return counter && counter.endsAt + IDLE_MS;
  }
}
