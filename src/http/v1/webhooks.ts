import { createRoute, z } from '@hono/zod-openapi';
import {
  DisabledReason,
  EnabledEvent,
  PayloadFormat,
  type Webhook,
  WebhookChange,
  WebhookRequest,
} from '../../domain/webhook.ts';
import {
  changeWebhook,
  createWebhook,
  listWebhooks,
  readWebhook,
  removeWebhook,
  rotateCallbackSecret,
  type RotatedSecret,
  rotateWebhookSecret,
  testWebhook,
} from '../../services/webhooks.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { holdsSecret } from '../idempotency.ts';
import { pageQuery, pageWire, toPage } from '../lists.ts';
import {
  accessProblems,
  invalidField,
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

const WebhookWire = z.strictObject({
  id: z.string(),
  object: z.literal('webhook'),
  url: z.string(),
  name: z.string().nullable(),
  enabled_events: z.array(EnabledEvent),
  format: PayloadFormat,
  enabled: z.boolean(),
  created_at: Time,
  updated_at: Time,
  disabled_at: Time.nullable(),
  disabled_reason: DisabledReason.nullable(),
  failing_since: Time.nullable(),
  previous_secret_until: Time.nullable(),
});
const WebhookListWire = pageWire(WebhookWire);

const secretFields = {
  secret: z.string(),
  signing_secret: z.string().meta({ description: 'The same secret' }),
};
const CreatedWebhookWire = WebhookWire.extend(secretFields);

export const WebhookId = z.object({
  webhook_id: z.string().max(100).meta({ description: 'Id of a webhook, `wh_…`' }),
});

const shared = { tags: ['Webhooks'], security, middleware: authenticated };
const webhookNotFound = { 404: problem('No webhook of this account and mode has this id') };
const refusedUrl = { 422: problem('The URL may not be called') };
const unsigned = { 503: problem('This deployment has no key for secrets') };

export const webhooksRouter = createRouter(problemEnvelope);

const createWebhookRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/webhooks',
  operationId: 'createWebhook',
  summary: 'Create a webhook; the answer is the only one that shows its secret',
  request: { body: jsonBody(WebhookRequest) },
  responses: {
    201: json(CreatedWebhookWire, 'The webhook, in the mode of the credential that made it'),
    ...invalidField,
    ...bodyProblems,
    ...accessProblems,
    409: problem('The account has as many webhooks as it may'),
    ...refusedUrl,
    ...unsigned,
  },
});

webhooksRouter.openapi(createWebhookRoute, async (c) => {
  const { webhook, secret } = await createWebhook(contextOf(c), c.req.valid('json'));
  holdsSecret(c);
  c.header('location', `/v1/webhooks/${webhook.id}`);
  const created = { ...renderWebhook(webhook), secret, signing_secret: secret };
  return reply(c, CreatedWebhookWire, created, 201);
});

const listWebhooksRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/v1/webhooks',
  operationId: 'listWebhooks',
  summary: 'List webhooks, newest first',
  request: { query: pageQuery('Entries') },
  responses: { 200: json(WebhookListWire, 'A page of webhooks'), ...invalidField, ...accessProblems },
});

webhooksRouter.openapi(listWebhooksRoute, async (c) => {
  const page = await listWebhooks(contextOf(c), c.req.valid('query'));
  return reply(c, WebhookListWire, toPage(page, WebhookWire, renderWebhook), 200);
});

const readWebhookRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/v1/webhooks/{webhook_id}',
  operationId: 'readWebhook',
  summary: 'Fetch a webhook',
  request: { params: WebhookId },
  responses: {
    200: json(WebhookWire, 'The webhook, without its secret'),
    ...accessProblems,
    ...webhookNotFound,
  },
});

webhooksRouter.openapi(readWebhookRoute, async (c) => {
  const webhook = await readWebhook(contextOf(c), c.req.valid('param').webhook_id);
  return reply(c, WebhookWire, renderWebhook(webhook), 200);
});

const changeWebhookRoute = createRoute({
  ...shared,
  method: 'patch',
  path: '/v1/webhooks/{webhook_id}',
  operationId: 'changeWebhook',
  summary: 'Change a webhook, disable it, or enable it again',
  request: { params: WebhookId, body: jsonBody(WebhookChange) },
  responses: {
    200: json(WebhookWire, 'The webhook as it is now'),
    ...invalidField,
    ...bodyProblems,
    ...accessProblems,
    ...webhookNotFound,
    ...refusedUrl,
  },
});

webhooksRouter.openapi(changeWebhookRoute, async (c) => {
  const id = c.req.valid('param').webhook_id;
  const webhook = await changeWebhook(contextOf(c), { id, change: c.req.valid('json') });
  return reply(c, WebhookWire, renderWebhook(webhook), 200);
});

const removeWebhookRoute = createRoute({
  ...shared,
  method: 'delete',
  path: '/v1/webhooks/{webhook_id}',
  operationId: 'removeWebhook',
  summary: 'Delete a webhook',
  request: { params: WebhookId },
  responses: {
    204: { description: 'Deleted; nothing is sent to it any more' },
    ...bodyProblems,
    ...accessProblems,
    ...webhookNotFound,
  },
});

webhooksRouter.openapi(removeWebhookRoute, async (c) => {
  await removeWebhook(contextOf(c), c.req.valid('param').webhook_id);
  return c.body(null, 204);
});

const testWebhookRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/webhooks/{webhook_id}/test',
  operationId: 'testWebhook',
  summary: 'Send a `webhook.test` event',
  request: { params: WebhookId },
  responses: {
    202: { description: 'On its way; see the deliveries' },
    ...bodyProblems,
    ...accessProblems,
    ...webhookNotFound,
  },
});

webhooksRouter.openapi(testWebhookRoute, async (c) => {
  await testWebhook(contextOf(c), c.req.valid('param').webhook_id);
  return c.body(null, 202);
});

function renderWebhook(webhook: Webhook): z.input<typeof WebhookWire> {
  return {
    id: webhook.id,
    object: 'webhook',
    url: webhook.url,
    name: webhook.name,
    enabled_events: [...webhook.enabledEvents],
    format: webhook.format,
    enabled: webhook.disabledAt === null,
    created_at: toTime(webhook.createdAt),
    updated_at: toTime(webhook.updatedAt),
    disabled_at: toTime(webhook.disabledAt),
    disabled_reason: webhook.disabledReason,
    failing_since: toTime(webhook.failingSince),
    previous_secret_until: toTime(webhook.previousSecretUntil),
  };
}

const RotatedSecretWire = z.strictObject({
  object: z.literal('webhook_secret'),
  ...secretFields,
  previous_secret_until: Time.nullable(),
});

const rotateSecretRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/webhooks/{webhook_id}/rotate-secret',
  operationId: 'rotateWebhookSecret',
  summary: 'Give a webhook another secret; the one before signs too for a day',
  request: { params: WebhookId },
  responses: {
    200: json(RotatedSecretWire, 'The new secret, shown this once'),
    ...bodyProblems,
    ...accessProblems,
    ...webhookNotFound,
    ...unsigned,
  },
});

webhooksRouter.openapi(rotateSecretRoute, async (c) => {
  const rotated = await rotateWebhookSecret(contextOf(c), c.req.valid('param').webhook_id);
  holdsSecret(c);
  return reply(c, RotatedSecretWire, renderRotated(rotated), 200);
});

const rotateCallbackSecretRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/callback-secret/rotate',
  operationId: 'rotateCallbackSecret',
  summary: 'Make or replace the secret that signs callbacks to a `callback_url`',
  responses: {
    200: json(RotatedSecretWire, 'The new secret, shown this once'),
    ...bodyProblems,
    ...accessProblems,
    ...unsigned,
  },
});

webhooksRouter.openapi(rotateCallbackSecretRoute, async (c) => {
  const rotated = await rotateCallbackSecret(contextOf(c));
  holdsSecret(c);
  return reply(c, RotatedSecretWire, renderRotated(rotated), 200);
});

function renderRotated({ secret, previousSecretUntil }: RotatedSecret): z.input<typeof RotatedSecretWire> {
  return {
    object: 'webhook_secret',
    secret,
    signing_secret: secret,
    previous_secret_until: toTime(previousSecretUntil),
  };
}
