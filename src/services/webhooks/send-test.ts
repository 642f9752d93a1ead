import { requireScope } from '../../domain/principal.ts';
import type { Context } from '../deps.ts';
import { readWebhook } from './read.ts';

/** Sends a `webhook.test` to an endpoint, also to one that is disabled. Throws `webhook_not_found`. */
export async function testWebhook(context: Context, id: string): Promise<void> {
  const { deps, principal } = context;
  requireScope(principal, 'write');
  const { format } = await readWebhook(context, id);
  const firedAt = new Date(deps.clock.now()).toISOString();
  const body = { message: 'This is a test of your webhook endpoint.', webhook_id: id, fired_at: firedAt };
  await deps.callbackObjects.announce({
    subjectId: `test_${deps.newId()}`,
    accountId: principal.accountId,
    livemode: principal.livemode,
    event: 'webhook.test',
    callbackUrl: null,
    callbackFormat: format,
    onlyWebhookId: id,
    body: JSON.stringify(body),
  });
}
