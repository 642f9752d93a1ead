import { requireScope } from '../../domain/api-key.ts';
import type { LoggedDelivery } from '../../domain/delivery.ts';
import { Fault } from '../../domain/errors.ts';
import { readAnalysis } from '../analyses/read.ts';
import type { Context } from '../deps.ts';
import { type Page, type PageRequest, readPage } from '../page.ts';
import { readWebhook } from './webhooks.ts';

/** Deliveries to an endpoint, or those about an analysis or batch. */
type DeliveriesOf = { readonly webhookId: string } | { readonly subjectId: string };

/** What was or will be sent to an endpoint, newest first. Throws `webhook_not_found`, `invalid_request`. */
export async function listWebhookDeliveries(
  context: Context,
  { webhookId, page }: { webhookId: string; page: PageRequest },
): Promise<Page<LoggedDelivery>> {
  requireScope(context.principal, 'read');
  await readWebhook(context, webhookId);
  return listDeliveries(context, { webhookId }, page);
}

/** What was or will be sent about an analysis, newest first. Throws `analysis_not_found`, `invalid_request`. */
export async function listAnalysisDeliveries(
  context: Context,
  { analysisId, page }: { analysisId: string; page: PageRequest },
): Promise<Page<LoggedDelivery>> {
  requireScope(context.principal, 'read');
  await readAnalysis(context, analysisId);
  return listDeliveries(context, { subjectId: analysisId }, page);
}

/** Sends a delivery again, with the same id, from the first attempt of the schedule. Throws `delivery_not_found`. */
export async function redeliver(
  { deps, principal }: Context,
  { deliveryId, of }: { deliveryId: string; of: DeliveriesOf },
): Promise<void> {
  requireScope(principal, 'write');
  const delivery = await deps.deliveries(principal).find(deliveryId);
  const belongs =
    delivery !== null &&
    ('webhookId' in of ? delivery.webhookId === of.webhookId : delivery.subjectId === of.subjectId);
  if (!belongs) throw new Fault('delivery_not_found', undefined, { id: deliveryId });
  const { event, subjectId } = delivery;
  const objects = event.startsWith('analysis.') ? deps.analysisObjects : deps.callbackObjects;
  if (!(await objects.redeliver(subjectId, deliveryId)))
    throw new Fault('delivery_not_found', undefined, { id: deliveryId });
}

function listDeliveries(
  { deps, principal }: Context,
  of: DeliveriesOf,
  page: PageRequest,
): Promise<Page<LoggedDelivery>> {
  const deliveries = deps.deliveries(principal);
  return readPage(page, (limit, after) => deliveries.list(of, limit, after));
}
