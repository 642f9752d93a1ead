import type { IdempotencyKeys } from './ports.ts';
import { sha256Hex } from './sha-256.ts';

/** The keys themselves are not stored: an object is named by the hash of its scope and key. */
export function createIdempotencyKeys(namespace: Env['IDEMPOTENCY_KEYS']): IdempotencyKeys {
  return async ({ accountId, livemode }, key, holder) => {
    const name = await sha256Hex(`${accountId}\n${livemode ? 'live' : 'test'}\n${key}`);
    const stub = () => namespace.getByName(name);
    return {
      claim: () => stub().claim(holder),
      renew: () => stub().renew(holder),
      settle: (fingerprint, answer) => stub().settle(holder, fingerprint, answer),
      release: () => stub().release(holder),
    };
  };
}
