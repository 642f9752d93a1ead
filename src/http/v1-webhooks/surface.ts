import { changeWebhook, removeWebhook } from '../../services/webhooks/change.ts';
import { createWebhook } from '../../services/webhooks/create.ts';
import {
  listAnalysisDeliveries,
  listWebhookDeliveries,
  redeliver,
} from '../../services/webhooks/deliveries.ts';
import { listWebhooks, readWebhook } from '../../services/webhooks/read.ts';
import {
  rotateCallbackSecret,
  rotateWebhookSecret,
  type RotatedSecret,
} from '../../services/webhooks/rotate-secret.ts';
import { testWebhook } from '../../services/webhooks/send-test.ts';
import { contextOf } from '../authentication.ts';
import { holdsSecret } from '../idempotency.ts';
import { renderProblem } from '../problem.ts';
import { reply } from '../reply.ts';
import { createSurface } from '../surface.ts';
import * as deliveries from './delivery-routes.ts';
import { renderDelivery, renderPage, renderWebhook, toTimeOrNull } from './render.ts';
import * as routes from './routes.ts';
import * as wire from './wire.ts';

export const v1Webhooks = createSurface(renderProblem);

v1Webhooks.openapi(routes.createWebhookRoute, async (c) => {
  const { webhook, secret } = await createWebhook(contextOf(c), c.req.valid('json'));
  holdsSecret(c);
  c.header('location', `/v1/webhooks/${webhook.id}`);
  const created = { ...renderWebhook(webhook), secret, signing_secret: secret };
  return reply(c, wire.CreatedWebhookWire, created, 201);
});

v1Webhooks.openapi(routes.listWebhooksRoute, async (c) => {
  const page = await listWebhooks(contextOf(c), c.req.valid('query'));
  return reply(c, wire.WebhookListWire, renderPage(page, renderWebhook), 200);
});

v1Webhooks.openapi(routes.readWebhookRoute, async (c) => {
  const webhook = await readWebhook(contextOf(c), c.req.valid('param').webhook_id);
  return reply(c, wire.WebhookWire, renderWebhook(webhook), 200);
});

v1Webhooks.openapi(routes.changeWebhookRoute, async (c) => {
  const id = c.req.valid('param').webhook_id;
  const webhook = await changeWebhook(contextOf(c), id, c.req.valid('json'));
  return reply(c, wire.WebhookWire, renderWebhook(webhook), 200);
});

v1Webhooks.openapi(routes.removeWebhookRoute, async (c) => {
  await removeWebhook(contextOf(c), c.req.valid('param').webhook_id);
  return c.body(null, 204);
});

v1Webhooks.openapi(routes.testWebhookRoute, async (c) => {
  await testWebhook(contextOf(c), c.req.valid('param').webhook_id);
  return c.body(null, 202);
});

v1Webhooks.openapi(routes.rotateSecretRoute, async (c) => {
  const rotated = await rotateWebhookSecret(contextOf(c), c.req.valid('param').webhook_id);
  holdsSecret(c);
  return reply(c, wire.RotatedSecretWire, renderRotated(rotated), 200);
});

v1Webhooks.openapi(routes.rotateCallbackSecretRoute, async (c) => {
  const rotated = await rotateCallbackSecret(contextOf(c));
  holdsSecret(c);
  return reply(c, wire.RotatedSecretWire, renderRotated(rotated), 200);
});

v1Webhooks.openapi(deliveries.listWebhookDeliveriesRoute, async (c) => {
  const id = c.req.valid('param').webhook_id;
  const page = await listWebhookDeliveries(contextOf(c), id, c.req.valid('query'));
  return reply(c, wire.DeliveryListWire, renderPage(page, renderDelivery), 200);
});

v1Webhooks.openapi(deliveries.listAnalysisDeliveriesRoute, async (c) => {
  const page = await listAnalysisDeliveries(contextOf(c), c.req.valid('param').id, c.req.valid('query'));
  return reply(c, wire.DeliveryListWire, renderPage(page, renderDelivery), 200);
});

v1Webhooks.openapi(deliveries.redeliverToWebhookRoute, async (c) => {
  const { webhook_id: webhookId, delivery_id: deliveryId } = c.req.valid('param');
  await redeliver(contextOf(c), { webhookId }, deliveryId);
  return c.body(null, 202);
});

v1Webhooks.openapi(deliveries.redeliverOfAnalysisRoute, async (c) => {
  const { id: subjectId, delivery_id: deliveryId } = c.req.valid('param');
  await redeliver(contextOf(c), { subjectId }, deliveryId);
  return c.body(null, 202);
});

function renderRotated({ secret, previousSecretUntil }: RotatedSecret) {
  return {
    object: 'webhook_secret' as const,
    secret,
    signing_secret: secret,
    previous_secret_until: toTimeOrNull(previousSecretUntil),
  };
}
