import { createRoute, z } from '@hono/zod-openapi';
import { ApiKeyRequest } from '../../domain/api-key.ts';
import { Scope } from '../../domain/principal.ts';
import { authenticated } from '../authentication.ts';
import { problem } from '../problem.ts';

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

export const createKeyRoute = createRoute({
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

export const listKeysRoute = createRoute({
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

export const readKeyRoute = createRoute({
  ...guarded,
  method: 'get',
  path: '/v1/api-keys/{key_id}',
  operationId: 'readApiKey',
  summary: 'Fetch an API key',
  request: { params: KeyId },
  responses: { 200: json(ApiKeyWire, 'The key, without its secret'), ...errors, 404: notFound },
});

export const revokeKeyRoute = createRoute({
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
