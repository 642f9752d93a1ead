import { createRoute, z } from '@hono/zod-openapi';
import { authenticated } from '../authentication.ts';
import { json, problem, security } from '../responses.ts';
import { DeliveryListWire } from './webhook-wire.ts';
import { PageQuery, WebhookId } from './webhooks.ts';

const guarded = { tags: ['Webhooks'], security, middleware: authenticated };
const AnalysisId = z.object({ id: z.string().meta({ description: 'Id of the analysis' }) });
const DeliveryId = {
  delivery_id: z.string().max(100).meta({ description: 'Id of a delivery, `msg_…`' }),
};

const errors = {
  401: problem('No credential, or one that is not valid'),
  403: problem('The credential lacks the scope that the method needs'),
  404: problem('Nothing of this account and mode has this id'),
  429: problem('Too many requests'),
};
const listing = {
  200: json(DeliveryListWire, 'A page of deliveries with their attempts, newest first'),
  400: problem('A query parameter is not valid'),
  ...errors,
};
const again = { 202: { description: 'On its way again, with the same id' }, ...errors };

export const listWebhookDeliveriesRoute = createRoute({
  ...guarded,
  method: 'get',
  path: '/v1/webhooks/{webhook_id}/deliveries',
  operationId: 'listWebhookDeliveries',
  summary: 'What was sent to a webhook, or is to be',
  request: { params: WebhookId, query: PageQuery },
  responses: listing,
});

export const listAnalysisDeliveriesRoute = createRoute({
  ...guarded,
  method: 'get',
  path: '/v1/analyses/{id}/deliveries',
  operationId: 'listAnalysisDeliveries',
  summary: 'What was sent about an analysis, or is to be',
  request: { params: AnalysisId, query: PageQuery },
  responses: listing,
});

export const redeliverToWebhookRoute = createRoute({
  ...guarded,
  method: 'post',
  path: '/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver',
  operationId: 'redeliverToWebhook',
  summary: 'Send a delivery again',
  request: { params: WebhookId.extend(DeliveryId) },
  responses: again,
});

export const redeliverOfAnalysisRoute = createRoute({
  ...guarded,
  method: 'post',
  path: '/v1/analyses/{id}/deliveries/{delivery_id}/redeliver',
  operationId: 'redeliverOfAnalysis',
  summary: 'Send a callback of an analysis again',
  request: { params: AnalysisId.extend(DeliveryId) },
  responses: again,
});
