/** An answer as it is given again. `sealed`: the body is encrypted, because it holds a secret that is shown once. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly sealed: boolean;
}

/** What is known of one idempotency key. Times are milliseconds since 1970-01-01 UTC. */
export type KeyRecord =
  | {
      readonly state: 'in_flight';
      readonly holder: string;
      readonly leaseUntil: number;
      readonly expiresAt: number;
    }
  | {
      readonly state: 'answered';
      /** Hex SHA-256 of the request that was answered. */
      readonly fingerprint: string;
      readonly answer: KeptAnswer;
      readonly expiresAt: number;
    };

export type Claim =
  | { readonly type: 'claimed' }
  | { readonly type: 'in_flight'; readonly retryAfterMs: number }
  | { readonly type: 'answered'; readonly fingerprint: string; readonly answer: KeptAnswer };

/** How long a key is kept from its first use on. */
export const KEY_KEPT_MS = 24 * 60 * 60_000;
/** A request that has said nothing for this long is taken for dead. */
export const KEY_LEASE_MS = 30_000;

/** Lets `holder` answer unless another request does or did. `record` is the one to store, where it changed. */
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

/** Whether the request is still the one that may answer: a later one took over where its lease ran out. */
export function holdsKey(record: KeyRecord | null, holder: string): boolean {
  return record?.state === 'in_flight' && record.holder === holder;
}
