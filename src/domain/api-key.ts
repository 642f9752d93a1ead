import { z } from 'zod';
import { Scope } from './principal.ts';

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

/** `sk_live_` or `sk_test_` followed by `secret`, 32 random bytes, as 43 characters of base64url. */
export function formatKey(livemode: boolean, secret: Uint8Array): string {
  const text = btoa(String.fromCharCode(...secret));
  const urlSafe = text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return `sk_${livemode ? 'live' : 'test'}_${urlSafe}`;
}

export function keyPrefix(key: string): string {
  return key.slice(0, PREFIX_LENGTH);
}

/** Each scope once, in the order read, write, admin; whatever else is named is dropped. */
export function toScopes(names: readonly string[]): Scope[] {
  return Scope.options.filter((scope) => names.includes(scope));
}
