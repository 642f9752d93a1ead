import { createRoute, z } from '@hono/zod-openapi';
import { type ApiKeyRecord, ApiKeyRequest, Scope } from '../../domain/api-key.ts';
import { createApiKey, listApiKeys, readApiKey, revokeApiKey } from '../../services/api-keys.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { holdsSecret } from '../idempotency.ts';
import { reply } from '../reply.ts';
import { problem, renderProblem } from '../responses.ts';
import { createRouter } from '../router.ts';

const security = [{ bearer: [] }, { apiKey: [] }];
const Time = z.iso.datetime();
const KeyId = z.object({ key_id: z.string().max(100).meta({ description: 'Id of an API key, `key_…`' }) });

export const ApiKeyWire = z.strictObject({
  id: z.string(),
  object: z.literal('api_key'),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(Scope),
  livemode: z.boolean(),
  created_at: Time,
  last_used_at: Time.nullable(),
  expires_at: Time.nullable(),
  revoked_at: Time.nullable(),
});
export type ApiKeyWire = z.infer<typeof ApiKeyWire>;

export const CreatedApiKeyWire = ApiKeyWire.extend({ key: z.string() });

export const ApiKeyListWire = z.strictObject({
  object: z.literal('list'),
  data: z.array(ApiKeyWire),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
});

const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Keys per page' }),
  cursor: z.string().max(400).optional().meta({ description: '`next_cursor` of the page before' }),
});

const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

const guarded = { tags: ['API keys'], security, middleware: authenticated };

const errors = {
  401: problem('No credential, or one that is not valid'),
  403: problem('The credential lacks the scope "admin"'),
  429: problem('Too many requests'),
};
const notFound = problem('No key of this account and mode has this id');

const createKeyRoute = createRoute({
  ...guarded,
  method: 'post',
  path: '/v1/api-keys',
  operationId: 'createApiKey',
  summary: 'Create an API key; the answer is the only one that shows it',
  request: { body: { required: true, content: { 'application/json': { schema: ApiKeyRequest } } } },
  responses: {
    201: json(CreatedApiKeyWire, 'The key, in the mode of the credential that made it'),
    400: problem('A field is missing, unknown or not valid'),
    ...errors,
    415: problem('The body is not JSON'),
  },
});

const listKeysRoute = createRoute({
  ...guarded,
  method: 'get',
  path: '/v1/api-keys',
  operationId: 'listApiKeys',
  summary: 'List API keys, newest first, revoked ones too',
  request: { query: PageQuery },
  responses: {
    200: json(ApiKeyListWire, 'A page of keys'),
    400: problem('A query parameter is not valid'),
    ...errors,
  },
});

const readKeyRoute = createRoute({
  ...guarded,
  method: 'get',
  path: '/v1/api-keys/{key_id}',
  operationId: 'readApiKey',
  summary: 'Fetch an API key',
  request: { params: KeyId },
  responses: { 200: json(ApiKeyWire, 'The key, without its secret'), ...errors, 404: notFound },
});

const revokeKeyRoute = createRoute({
  ...guarded,
  method: 'delete',
  path: '/v1/api-keys/{key_id}',
  operationId: 'revokeApiKey',
  summary: 'Revoke an API key, for good',
  request: { params: KeyId },
  responses: {
    204: { description: 'Revoked, now or before; elsewhere in the network within ten seconds' },
    ...errors,
    404: notFound,
    409: problem('It is the last usable key with the scope "admin" in its mode'),
  },
});

export const apiKeysRouter = createRouter(renderProblem);

apiKeysRouter.openapi(createKeyRoute, async (c) => {
  const { key, record } = await createApiKey(contextOf(c), c.req.valid('json'));
  holdsSecret(c);
  c.header('location', `/v1/api-keys/${record.id}`);
  return reply(c, CreatedApiKeyWire, { ...toWire(record), key }, 201);
});

apiKeysRouter.openapi(listKeysRoute, async (c) => {
  const { keys, nextCursor } = await listApiKeys(contextOf(c), c.req.valid('query'));
  const page = { data: keys.map(toWire), has_more: nextCursor !== null, next_cursor: nextCursor };
  return reply(c, ApiKeyListWire, { object: 'list', ...page }, 200);
});

apiKeysRouter.openapi(readKeyRoute, async (c) => {
  const record = await readApiKey(contextOf(c), c.req.valid('param').key_id);
  return reply(c, ApiKeyWire, toWire(record), 200);
});

apiKeysRouter.openapi(revokeKeyRoute, async (c) => {
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
