import { z } from 'zod';
import { Fault } from './fault.ts';

export const Scope = z.enum(['read', 'write', 'admin']);
export type Scope = z.infer<typeof Scope>;

/** An API key as stored, without the key. Times are milliseconds since 1970-01-01 UTC. */
export interface ApiKey {
  readonly id: string;
  readonly accountId: string;
  readonly livemode: boolean;
  readonly scopes: readonly string[];
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

/** On whose behalf a request acts. */
export interface Principal {
  readonly accountId: string;
  readonly livemode: boolean;
  readonly scopes: readonly string[];
  /** `null` where a token, not an API key, was shown. */
  readonly keyId: string | null;
}

/** Throws `invalid_api_key`, `key_revoked` or `key_expired`. */
export function toPrincipal(key: ApiKey | null, nowMs: number): Principal {
  if (key === null) throw new Fault('invalid_api_key');
  if (key.revokedAt !== null && key.revokedAt <= nowMs) throw new Fault('key_revoked');
  if (key.expiresAt !== null && key.expiresAt <= nowMs) throw new Fault('key_expired');
  return { accountId: key.accountId, livemode: key.livemode, scopes: key.scopes, keyId: key.id };
}

/** Throws `scope_required`. `admin` includes the other scopes. */
export function requireScope(principal: Principal, scope: Scope): void {
  if (principal.scopes.includes(scope) || principal.scopes.includes('admin')) return;
  throw new Fault('scope_required', `This route needs an API key with the scope "${scope}".`, { scope });
}
