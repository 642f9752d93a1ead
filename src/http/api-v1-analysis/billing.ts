import { createRoute, type RouteHandler } from '@hono/zod-openapi';
import { monthOf } from '../../domain/billing.ts';
import { BillingUsageWire, renderBillingUsage } from '../../formats/api-v1-analysis/billing.ts';
import { readUsage } from '../../services/accounts.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { reply } from '../reply.ts';
import { json, security } from '../responses.ts';
import type { RouterEnv } from '../router.ts';
import { errors, tags } from './responses.ts';

export const billingRoute = createRoute({
  method: 'get',
  path: '/api/v1/billing/usage',
  operationId: 'readBillingUsage',
  summary: 'What was analysed in the current month, and what it cost',
  tags,
  security,
  middleware: authenticated,
  responses: { 200: json(BillingUsageWire, 'The current month, UTC'), ...errors },
});

export const sendBillingUsage: RouteHandler<typeof billingRoute, RouterEnv> = async (c) => {
  const month = monthOf(c.env.deps.clock.now());
  const { months } = await readUsage(contextOf(c), { from: month, to: month });
  return reply(c, BillingUsageWire, renderBillingUsage(month, months[0] ?? null), 200);
};
