import { createRoute, z } from '@hono/zod-openapi';
import type { LoggedDelivery } from '../../domain/delivery.ts';
import { PayloadFormat, WebhookEvent } from '../../domain/webhook.ts';
import { listAnalysisDeliveries, listWebhookDeliveries, redeliver } from '../../services/webhooks.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { pageQuery, pageWire, toPage } from '../lists.ts';
import {
  accessProblems,
  invalidQuery,
  json,
  problem,
  problemEnvelope,
  reply,
  security,
  Time,
  toTime,
  bodyProblems,
} from '../responses.ts';
import { createRouter } from '../router.ts';
import { WebhookId } from './webhooks.ts';

const DeliveryWire = z.strictObject({
  id: z.string().meta({ description: 'The `webhook-id` of every attempt' }),
  object: z.literal('delivery'),
  event: WebhookEvent,
  webhook_id: z.string().nullable().meta({ description: 'Null for a `callback_url`' }),
  subject_id: z.string().meta({ description: 'Analysis or batch that it tells of' }),
  url: z.string(),
  format: PayloadFormat,
  status: z.enum(['pending', 'delivered', 'failed', 'cancelled']),
  created_at: Time,
  next_attempt_at: Time.nullable(),
  attempts: z.array(
    z.strictObject({
      started_at: Time,
      duration_ms: z.int().nonnegative(),
      status_code: z.int().nullable(),
      error: z.string().nullable(),
      response: z.string().nullable().meta({ description: 'First kilobyte of the answer' }),
    }),
  ),
});
const DeliveryListWire = pageWire(DeliveryWire);

const AnalysisId = z.object({ id: z.string().meta({ description: 'Id of the analysis' }) });
const DeliveryId = {
  delivery_id: z.string().max(100).meta({ description: 'Id of a delivery, `msg_…`' }),
};

const shared = { tags: ['Webhooks'], security, middleware: authenticated };
const problems = { ...accessProblems, 404: problem('Nothing of this account and mode has this id') };
const listResponses = {
  200: json(DeliveryListWire, 'A page of deliveries with their attempts, newest first'),
  ...invalidQuery,
  ...problems,
};
const redeliverResponses = {
  202: { description: 'On its way again, with the same id' },
  ...bodyProblems,
  ...problems,
};

export const webhookDeliveriesRouter = createRouter(problemEnvelope);

const listWebhookDeliveriesRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/v1/webhooks/{webhook_id}/deliveries',
  operationId: 'listWebhookDeliveries',
  summary: 'What was sent to a webhook, or is to be',
  request: { params: WebhookId, query: pageQuery('Entries') },
  responses: listResponses,
});

webhookDeliveriesRouter.openapi(listWebhookDeliveriesRoute, async (c) => {
  const webhookId = c.req.valid('param').webhook_id;
  const page = await listWebhookDeliveries(contextOf(c), { webhookId, page: c.req.valid('query') });
  return reply(c, DeliveryListWire, toPage(page, DeliveryWire, renderDelivery), 200);
});

const listAnalysisDeliveriesRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/v1/analyses/{id}/deliveries',
  operationId: 'listAnalysisDeliveries',
  summary: 'What was sent about an analysis, or is to be',
  request: { params: AnalysisId, query: pageQuery('Entries') },
  responses: listResponses,
});

webhookDeliveriesRouter.openapi(listAnalysisDeliveriesRoute, async (c) => {
  const analysisId = c.req.valid('param').id;
  const page = await listAnalysisDeliveries(contextOf(c), { analysisId, page: c.req.valid('query') });
  return reply(c, DeliveryListWire, toPage(page, DeliveryWire, renderDelivery), 200);
});

const redeliverToWebhookRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver',
  operationId: 'redeliverToWebhook',
  summary: 'Send a delivery again',
  request: { params: WebhookId.extend(DeliveryId) },
  responses: redeliverResponses,
});

webhookDeliveriesRouter.openapi(redeliverToWebhookRoute, async (c) => {
  const { webhook_id: webhookId, delivery_id: deliveryId } = c.req.valid('param');
  await redeliver(contextOf(c), { deliveryId, of: { webhookId } });
  return c.body(null, 202);
});

const redeliverOfAnalysisRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/analyses/{id}/deliveries/{delivery_id}/redeliver',
  operationId: 'redeliverOfAnalysis',
  summary: 'Send a callback of an analysis again',
  request: { params: AnalysisId.extend(DeliveryId) },
  responses: redeliverResponses,
});

webhookDeliveriesRouter.openapi(redeliverOfAnalysisRoute, async (c) => {
  const { id: subjectId, delivery_id: deliveryId } = c.req.valid('param');
  await redeliver(contextOf(c), { deliveryId, of: { subjectId } });
  return c.body(null, 202);
});

function renderDelivery(delivery: LoggedDelivery): z.input<typeof DeliveryWire> {
  return {
    id: delivery.id,
    object: 'delivery',
    event: delivery.event,
    webhook_id: delivery.webhookId,
    subject_id: delivery.subjectId,
    url: delivery.url,
    format: delivery.format,
    status: delivery.status,
    created_at: toTime(delivery.createdAt),
    next_attempt_at: toTime(delivery.nextAttemptAt),
    attempts: delivery.attempts.map(({ startedAt, durationMs, statusCode, error, response }) => ({
      started_at: toTime(startedAt),
      duration_ms: durationMs,
      status_code: statusCode,
      error,
      response,
    })),
  };
}
