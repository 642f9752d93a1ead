import {
  listAnalysisDeliveries,
  listWebhookDeliveries,
  redeliver,
} from '../../services/webhooks/delivery-log.ts';
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
} from '../../services/webhooks/webhooks.ts';
import { contextOf } from '../authentication.ts';
import { holdsSecret } from '../idempotency.ts';
import { reply } from '../reply.ts';
import { renderProblem } from '../responses.ts';
import { createRouter } from '../router.ts';
import * as deliveries from './webhook-deliveries.ts';
import { renderDelivery, renderPage, renderWebhook, toTimeOrNull } from './webhook-render.ts';
import * as wire from './webhook-wire.ts';
import * as routes from './webhooks.ts';

export const webhooksRouter = createRouter(renderProblem);

webhooksRouter.openapi(routes.createWebhookRoute, async (c) => {
  const { webhook, secret } = await createWebhook(contextOf(c), c.req.valid('json'));
  holdsSecret(c);
  c.header('location', `/v1/webhooks/${webhook.id}`);
  const created = { ...renderWebhook(webhook), secret, signing_secret: secret };
  return reply(c, wire.CreatedWebhookWire, created, 201);
});

webhooksRouter.openapi(routes.listWebhooksRoute, async (c) => {
  const page = await listWebhooks(contextOf(c), c.req.valid('query'));
  return reply(c, wire.WebhookListWire, renderPage(page, renderWebhook), 200);
});

webhooksRouter.openapi(routes.readWebhookRoute, async (c) => {
  const webhook = await readWebhook(contextOf(c), c.req.valid('param').webhook_id);
  return reply(c, wire.WebhookWire, renderWebhook(webhook), 200);
});

webhooksRouter.openapi(routes.changeWebhookRoute, async (c) => {
  const id = c.req.valid('param').webhook_id;
  const webhook = await changeWebhook(contextOf(c), id, c.req.valid('json'));
  return reply(c, wire.WebhookWire, renderWebhook(webhook), 200);
});

webhooksRouter.openapi(routes.removeWebhookRoute, async (c) => {
  await removeWebhook(contextOf(c), c.req.valid('param').webhook_id);
  return c.body(null, 204);
});

webhooksRouter.openapi(routes.testWebhookRoute, async (c) => {
  await testWebhook(contextOf(c), c.req.valid('param').webhook_id);
  return c.body(null, 202);
});

webhooksRouter.openapi(routes.rotateSecretRoute, async (c) => {
  const rotated = await rotateWebhookSecret(contextOf(c), c.req.valid('param').webhook_id);
  holdsSecret(c);
  return reply(c, wire.RotatedSecretWire, renderRotated(rotated), 200);
});

webhooksRouter.openapi(routes.rotateCallbackSecretRoute, async (c) => {
  const rotated = await rotateCallbackSecret(contextOf(c));
  holdsSecret(c);
  return reply(c, wire.RotatedSecretWire, renderRotated(rotated), 200);
});

webhooksRouter.openapi(deliveries.listWebhookDeliveriesRoute, async (c) => {
  const id = c.req.valid('param').webhook_id;
  const page = await listWebhookDeliveries(contextOf(c), id, c.req.valid('query'));
  return reply(c, wire.DeliveryListWire, renderPage(page, renderDelivery), 200);
});

webhooksRouter.openapi(deliveries.listAnalysisDeliveriesRoute, async (c) => {
  const page = await listAnalysisDeliveries(contextOf(c), c.req.valid('param').id, c.req.valid('query'));
  return reply(c, wire.DeliveryListWire, renderPage(page, renderDelivery), 200);
});

webhooksRouter.openapi(deliveries.redeliverToWebhookRoute, async (c) => {
  const { webhook_id: webhookId, delivery_id: deliveryId } = c.req.valid('param');
  await redeliver(contextOf(c), { webhookId }, deliveryId);
  return c.body(null, 202);
});

webhooksRouter.openapi(deliveries.redeliverOfAnalysisRoute, async (c) => {
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
