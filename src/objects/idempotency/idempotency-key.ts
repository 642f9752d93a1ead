import { DurableObject } from 'cloudflare:workers';
import type { Clock } from '../../adapters/clock.ts';
import type { IdempotencyKeyMethods } from '../../adapters/objects.ts';
import {
  type Claim,
  claimKey,
  holdsKey,
  isKeptOf,
  type KeptAnswer,
  KEY_LEASE_MS,
  KeyRecord,
} from '../../domain/idempotency.ts';
import { ObjectStorage, type StoredRecord } from '../storage.ts';
import { removal, Timers, type TimersDeps } from '../timers.ts';

/** One idempotency key of one account and mode. Lets one request in at a time; after a day it is empty. */
export class IdempotencyKeyCore extends DurableObject<Env> implements IdempotencyKeyMethods {
  readonly #clock: Clock;
  readonly #storage: ObjectStorage;
  readonly #record: StoredRecord<KeyRecord>;
  readonly #timers: Timers;

  constructor(ctx: DurableObjectState, env: Env, deps: TimersDeps) {
    super(ctx, env);
    this.#clock = deps.clock;
    this.#storage = new ObjectStorage(ctx.storage);
    this.#record = this.#storage.record({ key: 'record', version: 1, schema: KeyRecord });
    this.#timers = new Timers(this.#storage, deps, [
      removal(this.#storage, deps.clock, () => this.#record.read()?.expiresAt ?? null),
    ]);
  }

  async claim(holder: string): Promise<Claim> {
    const { claim, record } = claimKey(this.#record.read(), holder, this.#clock.now());
    if (record) {
      this.#record.write(record);
      await this.#timers.schedule();
    }
    return claim;
  }

  async renew(holder: string): Promise<void> {
    const record = this.#record.read();
    if (record?.state !== 'in_flight' || !holdsKey(record, holder)) return;
    this.#record.write({ ...record, leaseUntil: this.#clock.now() + KEY_LEASE_MS });
  }

  async settle(holder: string, fingerprint: string, answer: KeptAnswer): Promise<void> {
    const record = this.#record.read();
    if (!record || !holdsKey(record, holder)) return;
    this.#record.write({ state: 'answered', fingerprint, answer, expiresAt: record.expiresAt });
  }

  async release(holder: string): Promise<void> {
    if (holdsKey(this.#record.read(), holder)) await this.#storage.clear();
  }

  async forget(createdAt: number): Promise<void> {
    const record = this.#record.read();
    if (record && isKeptOf(record, createdAt)) await this.#storage.clear();
  }

  override alarm(): Promise<void> {
    return this.#timers.run();
  }
}
