import { z } from 'zod';
import { Scope } from './api-key.ts';

/** An answer as it is given again. `sealed`: the body is encrypted, because it holds a secret that is shown once. */
export const KeptAnswer = z
  .strictObject({
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
    sealed: z.boolean(),
    /** What the first request needed: whoever gets the answer again needs it too. */
    scopes: z.array(Scope).readonly(),
  })
  .readonly();
export type KeptAnswer = z.infer<typeof KeptAnswer>;

/** What is stored for one idempotency key. Times are milliseconds since 1970-01-01 UTC. */
export const KeyRecord = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('in_flight'),
    /** The request that may answer. */
    holder: z.string(),
    leaseUntil: z.int(),
    expiresAt: z.int(),
  }),
  z.strictObject({
    state: z.literal('answered'),
    /** Hex SHA-256 of the request that was answered. */
    fingerprint: z.string(),
    answer: KeptAnswer,
    expiresAt: z.int(),
  }),
]);
export type KeyRecord = Readonly<z.infer<typeof KeyRecord>>;

/** The answer to a request that comes with the key. */
export type Claim =
  | { readonly type: 'claimed' }
  | { readonly type: 'in_flight'; readonly retryAfterMs: number }
  | { readonly type: 'answered'; readonly fingerprint: string; readonly answer: KeptAnswer };

/** How long a key is kept from its first use on. */
export const KEY_KEPT_MS = 24 * 60 * 60_000;
/** A request that has not renewed its lease for this long is taken for dead. */
export const KEY_LEASE_MS = 30_000;

/** Lets the request `holder` answer, unless another is doing so or did. `record`: what to store; `null` where nothing changed. */
export function claimKey(
  before: KeyRecord | null,
  holder: string,
  nowMs: number,
): { claim: Claim; record: KeyRecord | null } {
  const record = before && before.expiresAt > nowMs ? before : null;
  if (record?.state === 'answered') {
    const { fingerprint, answer } = record;
    return { claim: { type: 'answered', fingerprint, answer }, record: null };
  }
  if (record && record.leaseUntil > nowMs) {
    return { claim: { type: 'in_flight', retryAfterMs: record.leaseUntil - nowMs }, record: null };
  }
  const leaseUntil = nowMs + KEY_LEASE_MS;
  return {
    claim: { type: 'claimed' },
    record: { state: 'in_flight', holder, leaseUntil, expiresAt: nowMs + KEY_KEPT_MS },
  };
}

/**
 * Whether what is kept may show what a request with the key made at this time. A day later the key is another one, and what is
 * kept under its name is not about that any more.
 */
export function isKeptOf({ expiresAt }: KeyRecord, createdAt: number): boolean {
  const firstUsedAt = expiresAt - KEY_KEPT_MS;
  return firstUsedAt < createdAt + KEY_KEPT_MS;
}

/** Whether the request may still answer. Once its lease has run out, a later one can take over. */
export function holdsKey(record: KeyRecord | null, holder: string): boolean {
  return record?.state === 'in_flight' && record.holder === holder;
}

/** What a request makes once per idempotency key, with an id that follows from the key. */
export type Made = 'analysis' | 'api_key' | 'batch' | 'upload' | 'webhook' | 'webhook_test';

/** A request with an idempotency key. */
export interface KeyedRequest {
  /** Of the key's object. */
  readonly name: string;
  /** Collects the ids of analyses that the answer shows: it goes when they are deleted. */
  readonly shown: Set<string>;
  /** UUIDs of what a request with this key makes today and made yesterday: a key is another one after a day. */
  ids(made: Made): Promise<readonly [today: string, yesterday: string]>;
  /** Names the request as it was sent, once its body is read; `null` where it was not read to its end. */
  digest(): Promise<string | null>;
}
