import { DurableObject } from 'cloudflare:workers';
import type { Clock } from '../../adapters/clock.ts';
import type { IdempotencyKeyMethods } from '../../adapters/objects.ts';
import {
  type Claim,
  claimKey,
  holdsKey,
  type KeptAnswer,
  KEY_LEASE_MS,
  type KeyRecord,
} from '../../domain/idempotency.ts';

/** One idempotency key of one account and mode. Requests are let in one by one; after a day it is empty. */
export class IdempotencyKeyCore extends DurableObject<Env> implements IdempotencyKeyMethods {
  readonly #clock: Clock;

  constructor(ctx: DurableObjectState, env: Env, clock: Clock) {
    super(ctx, env);
    this.#clock = clock;
  }

  async claim(holder: string): Promise<Claim> {
    const { claim, record } = claimKey(this.#record(), holder, this.#clock.now());
    if (record) {
      this.ctx.storage.kv.put('record', record);
      await this.ctx.storage.setAlarm(record.expiresAt);
    }
    return claim;
  }

  async renew(holder: string): Promise<void> {
    const record = this.#record();
    if (record?.state !== 'in_flight' || !holdsKey(record, holder)) return;
    this.ctx.storage.kv.put('record', { ...record, leaseUntil: this.#clock.now() + KEY_LEASE_MS });
  }

  async settle(holder: string, fingerprint: string, answer: KeptAnswer): Promise<void> {
    const record = this.#record();
    if (!record || !holdsKey(record, holder)) return;
    const { expiresAt } = record;
    this.ctx.storage.kv.put('record', { state: 'answered', fingerprint, answer, expiresAt });
  }

  /** The request had no answer worth keeping: the next one is the first again. */
  async release(holder: string): Promise<void> {
    if (holdsKey(this.#record(), holder)) await this.ctx.storage.deleteAll();
  }

  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }

  #record(): KeyRecord | null {
    return this.ctx.storage.kv.get<KeyRecord>('record') ?? null;
  }
}
