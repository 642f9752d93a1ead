import { createRoute, z } from '@hono/zod-openapi';
import { WebhookChange, WebhookRequest } from '../../domain/webhook.ts';
import { authenticated } from '../authentication.ts';
import { json, problem, security } from '../responses.ts';
import { CreatedWebhookWire, RotatedSecretWire, WebhookListWire, WebhookWire } from './webhook-wire.ts';

const guarded = { tags: ['Webhooks'], security, middleware: authenticated };

export const WebhookId = z.object({
  webhook_id: z.string().max(100).meta({ description: 'Id of a webhook, `wh_…`' }),
});

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Entries per page' }),
  cursor: z.string().max(400).optional().meta({ description: '`next_cursor` of the page before' }),
});

const errors = {
  401: problem('No credential, or one that is not valid'),
  403: problem('The credential lacks the scope that the method needs'),
  429: problem('Too many requests'),
};
const invalid = { 400: problem('A field is missing, unknown or not valid') };
const notJson = { 415: problem('The body is not JSON') };
const notFound = { 404: problem('No webhook of this account and mode has this id') };
const refused = { 422: problem('The URL may not be called') };
const unsigned = { 503: problem('This deployment has no key for secrets') };

export const createWebhookRoute = createRoute({
  ...guarded,
  method: 'post',
  path: '/v1/webhooks',
  operationId: 'createWebhook',
  summary: 'Create a webhook; the answer is the only one that shows its secret',
  request: { body: { required: true, content: { 'application/json': { schema: WebhookRequest } } } },
  responses: {
    201: json(CreatedWebhookWire, 'The webhook, in the mode of the credential that made it'),
    ...invalid,
    ...errors,
    409: problem('The account has as many webhooks as it may'),
    ...notJson,
    ...refused,
    ...unsigned,
  },
});

export const listWebhooksRoute = createRoute({
  ...guarded,
  method: 'get',
  path: '/v1/webhooks',
  operationId: 'listWebhooks',
  summary: 'List webhooks, newest first',
  request: { query: PageQuery },
  responses: { 200: json(WebhookListWire, 'A page of webhooks'), ...invalid, ...errors },
});

export const readWebhookRoute = createRoute({
  ...guarded,
  method: 'get',
  path: '/v1/webhooks/{webhook_id}',
  operationId: 'readWebhook',
  summary: 'Fetch a webhook',
  request: { params: WebhookId },
  responses: { 200: json(WebhookWire, 'The webhook, without its secret'), ...errors, ...notFound },
});

export const changeWebhookRoute = createRoute({
  ...guarded,
  method: 'patch',
  path: '/v1/webhooks/{webhook_id}',
  operationId: 'changeWebhook',
  summary: 'Change a webhook, disable it, or take it up again',
  request: {
    params: WebhookId,
    body: { required: true, content: { 'application/json': { schema: WebhookChange } } },
  },
  responses: {
    200: json(WebhookWire, 'The webhook as it is now'),
    ...invalid,
    ...errors,
    ...notFound,
    ...notJson,
    ...refused,
  },
});

export const removeWebhookRoute = createRoute({
  ...guarded,
  method: 'delete',
  path: '/v1/webhooks/{webhook_id}',
  operationId: 'removeWebhook',
  summary: 'Delete a webhook',
  request: { params: WebhookId },
  responses: { 204: { description: 'Deleted; nothing is sent to it any more' }, ...errors, ...notFound },
});

export const testWebhookRoute = createRoute({
  ...guarded,
  method: 'post',
  path: '/v1/webhooks/{webhook_id}/test',
  operationId: 'testWebhook',
  summary: 'Send a `webhook.test` event',
  request: { params: WebhookId },
  responses: { 202: { description: 'On its way; see the deliveries' }, ...errors, ...notFound },
});

export const rotateSecretRoute = createRoute({
  ...guarded,
  method: 'post',
  path: '/v1/webhooks/{webhook_id}/rotate-secret',
  operationId: 'rotateWebhookSecret',
  summary: 'Give a webhook another secret; the one before signs too for a day',
  request: { params: WebhookId },
  responses: {
    200: json(RotatedSecretWire, 'The new secret, shown this once'),
    ...errors,
    ...notFound,
    ...unsigned,
  },
});

export const rotateCallbackSecretRoute = createRoute({
  ...guarded,
  method: 'post',
  path: '/v1/callback-secret/rotate',
  operationId: 'rotateCallbackSecret',
  summary: 'Make or replace the secret that signs callbacks to a `callback_url`',
  responses: { 200: json(RotatedSecretWire, 'The new secret, shown this once'), ...errors, ...unsigned },
});
