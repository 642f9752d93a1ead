import { z } from 'zod';
import { Fault } from './errors.ts';
import type { Tenant } from './tenant.ts';

export const Scope = z.enum(['read', 'write', 'admin']);
export type Scope = z.infer<typeof Scope>;

/** An API key as stored, without the key. Times are milliseconds since 1970-01-01 UTC. */
export interface ApiKey extends Tenant {
  readonly id: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

/** On whose behalf a request acts. */
export interface Principal extends Tenant {
  readonly scopes: readonly string[];
  /** `null` where a token, not an API key, was shown. */
  readonly keyId: string | null;
  /** Collects the scopes that the request needed: an answer that is given again needs them again. */
  readonly needed?: Set<Scope>;
}

/** Whoever had a submission accepted earlier, or sent it through the deployment's own queue. */
export function writerOf({ accountId, livemode }: Tenant): Principal {
  return { accountId, livemode, scopes: ['read', 'write'], keyId: null };
}

/** The API key or token of a request: `Authorization: Bearer` or `X-API-Key`. */
export function credentialOf(headers: { get(name: string): string | null }): string | null {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  return bearer ?? headers.get('x-api-key');
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
  principal.needed?.add(scope);
  if (principal.scopes.includes(scope) || principal.scopes.includes('admin')) return;
  throw new Fault('scope_required', `This route needs an API key with the scope "${scope}".`, { scope });
}

/** What is set for both modes changes live calls. Throws `key_environment_mismatch` for a test key. */
export function requireLive({ livemode }: Principal): void {
  if (!livemode)
    throw new Fault('key_environment_mismatch', 'This changes live calls too: use a live key.', { livemode });
}

/** Random bytes in a key. */
export const KEY_SECRET_BYTES = 32;

const PREFIX_LENGTH = 12;

/** An API key as its account sees it: everything but the key. Times are milliseconds since 1970-01-01 UTC. */
export interface ApiKeyRecord {
  readonly id: string;
  readonly name: string;
  /** First characters of the key, for people. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly livemode: boolean;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

export const ApiKeyRequest = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(Scope).min(1).max(Scope.options.length),
  expires_at: z.iso.datetime({ offset: true }).nullish(),
});
export type ApiKeyRequest = z.infer<typeof ApiKeyRequest>;

/** The first 12 characters of a key, by which people recognise it. */
export function keyPrefix(key: string): string {
  return key.slice(0, PREFIX_LENGTH);
}

/** Each scope once, in the order read, write, admin; whatever else is named is dropped. */
export function toScopes(names: readonly string[]): Scope[] {
  return Scope.options.filter((scope) => names.includes(scope));
}
