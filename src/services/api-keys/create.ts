import {
  type ApiKeyRecord,
  type ApiKeyRequest,
  formatKey,
  KEY_SECRET_BYTES,
  keyPrefix,
  toScopes,
} from '../../domain/api-key.ts';
import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import { sha256Hex } from '../../platform/sha-256.ts';
import type { Context } from '../deps.ts';

/** Makes a key of the caller's account and mode. This is the only time that the key itself is known. */
export async function createApiKey(
  { deps, principal }: Context,
  request: ApiKeyRequest,
): Promise<{ key: string; record: ApiKeyRecord }> {
  requireScope(principal, 'admin');
  const { accountId, livemode } = principal;
  const key = formatKey(livemode, deps.randomBytes(KEY_SECRET_BYTES));
  const record: ApiKeyRecord = {
    id: `key_${deps.newId()}`,
    name: request.name,
    prefix: keyPrefix(key),
    scopes: toScopes(request.scopes),
    livemode,
    createdAt: deps.clock.now(),
    lastUsedAt: null,
    expiresAt: toExpiry(request, deps.clock.now()),
    revokedAt: null,
  };
  await deps.keyRing(accountId, livemode).add(record, await sha256Hex(key));
  return { key, record };
}

function toExpiry({ expires_at: expiresAt }: ApiKeyRequest, nowMs: number): number | null {
  if (!expiresAt) return null;
  const ms = Date.parse(expiresAt);
  if (ms > nowMs) return ms;
  throw new Fault('invalid_request', 'Field "expires_at": must be in the future.', { field: 'expires_at' });
}
