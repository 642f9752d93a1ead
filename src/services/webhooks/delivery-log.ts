import { requireScope } from '../../domain/api-key.ts';
import type { LoggedDelivery } from '../../domain/delivery.ts';
import { Fault } from '../../domain/errors.ts';
import { readAnalysis } from '../analyses/read.ts';
import type { Context } from '../deps.ts';
import { type Page, type PageRequest, readWebhook, toPage } from './webhooks.ts';

/** What was sent to an endpoint, or is to be, newest first. Throws `webhook_not_found`, `invalid_request`. */
export async function listWebhookDeliveries(
  context: Context,
  webhookId: string,
  page: PageRequest,
): Promise<Page<LoggedDelivery>> {
  await readWebhook(context, webhookId);
  return listDeliveries(context, { webhookId }, page);
}

/** What was sent about an analysis, or is to be, newest first. Throws `analysis_not_found`, `invalid_request`. */
export async function listAnalysisDeliveries(
  context: Context,
  analysisId: string,
  page: PageRequest,
): Promise<Page<LoggedDelivery>> {
  await readAnalysis(context, analysisId);
  return listDeliveries(context, { subjectId: analysisId }, page);
}

/** Sends a delivery again, with the same id, from the first attempt of the schedule. Throws `delivery_not_found`. */
export async function redeliver(
  { deps, principal }: Context,
  of: { webhookId: string } | { subjectId: string },
  deliveryId: string,
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
  of: { webhookId: string } | { subjectId: string },
  page: PageRequest,
): Promise<Page<LoggedDelivery>> {
  const log = deps.deliveries(principal);
  return toPage(page, (limit, after) => log.list(of, limit, after));
}
