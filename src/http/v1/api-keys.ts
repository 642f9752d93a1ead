import { createRoute, z } from '@hono/zod-openapi';
import { type ApiKeyRecord, ApiKeyRequest, Scope } from '../../domain/api-key.ts';
import { createApiKey, listApiKeys, readApiKey, revokeApiKey } from '../../services/api-keys.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { holdsSecret } from '../idempotency.ts';
import { pageQuery, pageWire, toPage } from '../lists.ts';
import {
  accessProblems,
  invalidField,
  invalidQuery,
  json,
  jsonBody,
  problem,
  problemEnvelope,
  reply,
  security,
  Time,
  toTime,
  bodyProblems,
} from '../responses.ts';
import { createRouter } from '../router.ts';

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
export const CreatedApiKeyWire = ApiKeyWire.extend({ key: z.string() });
export const ApiKeyListWire = pageWire(ApiKeyWire);

const KeyId = z.object({ key_id: z.string().max(100).meta({ description: 'Id of an API key, `key_…`' }) });

const shared = { tags: ['API keys'], security, middleware: authenticated };
const problems = { ...accessProblems, 403: problem('The credential lacks the scope "admin"') };
const notFound = { 404: problem('No key of this account and mode has this id') };

export const apiKeysRouter = createRouter(problemEnvelope);

const createKeyRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/api-keys',
  operationId: 'createApiKey',
  summary: 'Create an API key; the answer is the only one that shows it',
  request: { body: jsonBody(ApiKeyRequest) },
  responses: {
    201: json(CreatedApiKeyWire, 'The key, in the mode of the credential that made it'),
    ...invalidField,
    ...bodyProblems,
    ...problems,
  },
});

apiKeysRouter.openapi(createKeyRoute, async (c) => {
  const { key, record } = await createApiKey(contextOf(c), c.req.valid('json'));
  holdsSecret(c);
  c.header('location', `/v1/api-keys/${record.id}`);
  return reply(c, CreatedApiKeyWire, { ...renderKey(record), key }, 201);
});

const listKeysRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/v1/api-keys',
  operationId: 'listApiKeys',
  summary: 'List API keys, newest first, revoked ones too',
  request: { query: pageQuery('Keys') },
  responses: { 200: json(ApiKeyListWire, 'A page of keys'), ...invalidQuery, ...problems },
});

apiKeysRouter.openapi(listKeysRoute, async (c) => {
  const page = await listApiKeys(contextOf(c), c.req.valid('query'));
  return reply(c, ApiKeyListWire, toPage(page, ApiKeyWire, renderKey), 200);
});

const readKeyRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/v1/api-keys/{key_id}',
  operationId: 'readApiKey',
  summary: 'Fetch an API key',
  request: { params: KeyId },
  responses: { 200: json(ApiKeyWire, 'The key, without its secret'), ...problems, ...notFound },
});

apiKeysRouter.openapi(readKeyRoute, async (c) => {
  const record = await readApiKey(contextOf(c), c.req.valid('param').key_id);
  return reply(c, ApiKeyWire, renderKey(record), 200);
});

const revokeKeyRoute = createRoute({
  ...shared,
  method: 'delete',
  path: '/v1/api-keys/{key_id}',
  operationId: 'revokeApiKey',
  summary: 'Revoke an API key, for good',
  request: { params: KeyId },
  responses: {
    204: { description: 'Revoked, now or before; elsewhere in the network within ten seconds' },
    ...bodyProblems,
    ...problems,
    ...notFound,
    409: problem('It is the last usable key with the scope "admin" in its mode'),
  },
});

apiKeysRouter.openapi(revokeKeyRoute, async (c) => {
  await revokeApiKey(contextOf(c), c.req.valid('param').key_id);
  return c.body(null, 204);
});

function renderKey(record: ApiKeyRecord): z.input<typeof ApiKeyWire> {
  return {
    id: record.id,
    object: 'api_key',
    name: record.name,
    prefix: record.prefix,
    scopes: [...record.scopes],
    livemode: record.livemode,
    created_at: toTime(record.createdAt),
    last_used_at: toTime(record.lastUsedAt),
    expires_at: toTime(record.expiresAt),
    revoked_at: toTime(record.revokedAt),
  };
}
