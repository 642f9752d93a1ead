import { ID_PREFIX } from '../domain/ids.ts';
import { formatKey, sha256Hex } from '../adapters/crypto/digest.ts';
import {
  type ApiKeyRecord,
  type ApiKeyRequest,
  KEY_SECRET_BYTES,
  keyPrefix,
  requireScope,
  toScopes,
} from '../domain/api-key.ts';
import { Fault } from '../domain/errors.ts';
import { type Page, type PageRequest, readPage } from '../domain/page-cursor.ts';
import type { Context } from './deps.ts';
import { findMade, newIdFor } from './idempotency.ts';

const toKeyId = (uuid: string) => ID_PREFIX.apiKey + uuid;

/**
 * Makes a key of the caller's account and mode. The key itself is answered here and never again. Where a request is sent again
 * because the answer to it was lost, the key that nobody saw is replaced: there is one key, not two. Throws `idempotency_mismatch`.
 */
export async function createApiKey(
  context: Context,
  request: ApiKeyRequest,
): Promise<{ key: string; record: ApiKeyRecord }> {
  const { deps, principal } = context;
  requireScope(principal, 'admin');
  const keys = deps.apiKeys(principal);
  const find = (id: string) => keys.find(toKeyId(id));
  const made = await findMade(context, 'api_key', find, ({ createdAt }) => createdAt);
  if (made) requireSameKey(made, request);
  const key = await formatKey(principal.livemode, deps.randomBytes(KEY_SECRET_BYTES));
  const record: ApiKeyRecord = {
    id: made?.id ?? toKeyId(await newIdFor(context, 'api_key')),
    name: request.name,
    prefix: keyPrefix(key),
    scopes: toScopes(request.scopes),
    livemode: principal.livemode,
    createdAt: made?.createdAt ?? deps.clock.now(),
    lastUsedAt: null,
    expiresAt: made?.expiresAt ?? toExpiry(request, deps.clock.now()),
    revokedAt: null,
  };
  if (made) await keys.replaceKey(record, await sha256Hex(key));
  else await keys.add(record, await sha256Hex(key));
  return { key, record };
}

function requireSameKey({ name, scopes, expiresAt, revokedAt }: ApiKeyRecord, request: ApiKeyRequest): void {
  const { expires_at: asked } = request;
  const isSame =
    name === request.name &&
    scopes.join() === toScopes(request.scopes).join() &&
    expiresAt === (asked ? Date.parse(asked) : null);
  if (!isSame || revokedAt !== null) throw new Fault('idempotency_mismatch');
}

function toExpiry({ expires_at: expiresAt }: ApiKeyRequest, nowMs: number): number | null {
  if (!expiresAt) return null;
  const ms = Date.parse(expiresAt);
  if (ms > nowMs) return ms;
  throw new Fault('invalid_request', 'Field "expires_at": must be in the future.', { field: 'expires_at' });
}

/** The keys of the caller's account and mode, newest first, revoked ones too. Throws `invalid_request`. */
export async function listApiKeys(
  { deps, principal }: Context,
  page: PageRequest,
): Promise<Page<ApiKeyRecord>> {
  requireScope(principal, 'admin');
  const keys = deps.apiKeys(principal);
  return readPage(page, (limit, after) => keys.list(limit, after));
}

/** Throws `api_key_not_found`. */
export async function readApiKey({ deps, principal }: Context, id: string): Promise<ApiKeyRecord> {
  requireScope(principal, 'admin');
  const key = await deps.apiKeys(principal).find(id);
  if (!key) throw new Fault('api_key_not_found', undefined, { id });
  return key;
}

/**
 * Revokes a key. Revoking it again changes nothing. Throws `api_key_not_found`, and `last_admin_key` where no key could make
 * another key afterwards. The write itself checks that, so two keys cannot revoke each other.
 */
export async function revokeApiKey(context: Context, id: string): Promise<void> {
  const { deps, principal } = context;
  requireScope(principal, 'admin');
  const before = await readApiKey(context, id);
  if (before.revokedAt !== null) return;
  const keys = deps.apiKeys(principal);
  const revoked = await keys.revoke(id, deps.clock.now());
  deps.apiKeyDirectory.forget(id);
  if (revoked) deps.log.info('api_key.revoked', { key: id, by: principal.keyId });
  else if ((await keys.find(id))?.revokedAt === null) throw new Fault('last_admin_key', undefined, { id });
}
