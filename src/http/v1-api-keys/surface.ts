import type { ApiKeyRecord } from '../../domain/api-key.ts';
import { createApiKey } from '../../services/api-keys/create.ts';
import { listApiKeys, readApiKey } from '../../services/api-keys/read.ts';
import { revokeApiKey } from '../../services/api-keys/revoke.ts';
import { contextOf } from '../authentication.ts';
import { holdsSecret } from '../idempotency.ts';
import { renderProblem } from '../problem.ts';
import { reply } from '../reply.ts';
import { createSurface } from '../surface.ts';
import {
  ApiKeyListWire,
  ApiKeyWire,
  CreatedApiKeyWire,
  createKeyRoute,
  listKeysRoute,
  readKeyRoute,
  revokeKeyRoute,
} from './routes.ts';

export const v1ApiKeys = createSurface(renderProblem);

v1ApiKeys.openapi(createKeyRoute, async (c) => {
  const { key, record } = await createApiKey(contextOf(c), c.req.valid('json'));
  holdsSecret(c);
  c.header('location', `/v1/api-keys/${record.id}`);
  return reply(c, CreatedApiKeyWire, { ...toWire(record), key }, 201);
});

v1ApiKeys.openapi(listKeysRoute, async (c) => {
  const { keys, nextCursor } = await listApiKeys(contextOf(c), c.req.valid('query'));
  const page = { data: keys.map(toWire), has_more: nextCursor !== null, next_cursor: nextCursor };
  return reply(c, ApiKeyListWire, { object: 'list', ...page }, 200);
});

v1ApiKeys.openapi(readKeyRoute, async (c) => {
  const record = await readApiKey(contextOf(c), c.req.valid('param').key_id);
  return reply(c, ApiKeyWire, toWire(record), 200);
});

v1ApiKeys.openapi(revokeKeyRoute, async (c) => {
  await revokeApiKey(contextOf(c), c.req.valid('param').key_id);
  return c.body(null, 204);
});

function toWire(record: ApiKeyRecord): ApiKeyWire {
  const { id, name, prefix, scopes, livemode } = record;
  return {
    id,
    object: 'api_key',
    name,
    prefix,
    scopes: [...scopes],
    livemode,
    created_at: toTime(record.createdAt),
    last_used_at: record.lastUsedAt === null ? null : toTime(record.lastUsedAt),
    expires_at: record.expiresAt === null ? null : toTime(record.expiresAt),
    revoked_at: record.revokedAt === null ? null : toTime(record.revokedAt),
  };
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
