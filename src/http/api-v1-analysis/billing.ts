import { createRoute } from '@hono/zod-openapi';
import { monthOf } from '../../domain/billing.ts';
import { BillingUsageWire, renderBillingUsage } from '../../formats/api-v1-analysis/billing.ts';
import { readUsage } from '../../services/accounts.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { json, reply } from '../responses.ts';
import { createListFormatRouter, errors, shared } from './responses.ts';

export const billingRouter = createListFormatRouter();

const readBillingUsageRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/api/v1/billing/usage',
  operationId: 'readBillingUsage',
  summary: 'What was analysed in the current month, and what it cost',
  middleware: authenticated,
  responses: { 200: json(BillingUsageWire, 'The current month, UTC'), ...errors },
});

billingRouter.openapi(readBillingUsageRoute, async (c) => {
  const month = monthOf(c.env.deps.clock.now());
  const { months } = await readUsage(contextOf(c), { from: month, to: month });
  return reply(c, BillingUsageWire, renderBillingUsage(month, months[0] ?? null), 200);
});
