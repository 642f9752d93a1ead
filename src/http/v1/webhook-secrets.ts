import { createRoute, z } from '@hono/zod-openapi';
import {
  rotateCallbackSecret,
  type RotatedSecret,
  rotateWebhookSecret,
} from '../../services/webhooks/webhooks.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { holdsSecret } from '../idempotency.ts';
import { accessProblems, json, problemEnvelope, reply, security, Time, toTime } from '../responses.ts';
import { createRouter } from '../router.ts';
import { secretFields, unsigned, WebhookId, webhookNotFound } from './webhooks.ts';

const RotatedSecretWire = z.strictObject({
  object: z.literal('webhook_secret'),
  ...secretFields,
  previous_secret_until: Time.nullable(),
});

const shared = { tags: ['Webhooks'], security, middleware: authenticated };

export const webhookSecretsRouter = createRouter(problemEnvelope);

const rotateSecretRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/webhooks/{webhook_id}/rotate-secret',
  operationId: 'rotateWebhookSecret',
  summary: 'Give a webhook another secret; the one before signs too for a day',
  request: { params: WebhookId },
  responses: {
    200: json(RotatedSecretWire, 'The new secret, shown this once'),
    ...accessProblems,
    ...webhookNotFound,
    ...unsigned,
  },
});

webhookSecretsRouter.openapi(rotateSecretRoute, async (c) => {
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
    ...accessProblems,
    ...unsigned,
  },
});

webhookSecretsRouter.openapi(rotateCallbackSecretRoute, async (c) => {
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
