import { createRoute, z } from '@hono/zod-openapi';
import { addCosts } from '../../domain/billing.ts';
import { readUsage } from '../../services/accounts.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { accessProblems, invalidQuery, json, problemEnvelope, reply, security } from '../responses.ts';
import { createRouter } from '../router.ts';

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as "2026-11"');

const UsageWire = z.strictObject({
  object: z.literal('usage'),
  livemode: z.boolean(),
  from: Month,
  to: Month,
  data: z.array(
    z.strictObject({
      month: Month,
      analyses: z.int().nonnegative(),
      audio_minutes: z.number().nonnegative(),
      cost_usd_cents: z.number().nonnegative(),
      speech_cost_usd_cents: z.number().nonnegative(),
      language_model_cost_usd_cents: z.number().nonnegative(),
    }),
  ),
});

export const usageRouter = createRouter(problemEnvelope);

const readUsageRoute = createRoute({
  method: 'get',
  path: '/v1/usage',
  operationId: 'readUsage',
  summary: 'What completed and what was charged in each month: analyses, minutes, cost',
  description:
    'Analyses and minutes count in the month in which the analysis completed; costs in the month in which the step that ' +
    'cost them was done, also of analyses that failed later.',
  tags: ['Usage'],
  security,
  middleware: authenticated,
  request: {
    query: z.object({
      from: Month.optional().meta({ description: 'First month, UTC; by default eleven before `to`' }),
      to: Month.optional().meta({ description: 'Last month, UTC; by default the current one' }),
    }),
  },
  responses: {
    200: json(UsageWire, 'The months in which something completed or was charged, oldest first'),
    ...invalidQuery,
    ...accessProblems,
  },
});

usageRouter.openapi(readUsageRoute, async (c) => {
  const context = contextOf(c);
  const { from, to, months } = await readUsage(context, c.req.valid('query'));
  const data = months.map(({ month, analyses, audioMinutes, costUsdCents, speechCostUsdCents }) => ({
    month,
    analyses,
    audio_minutes: audioMinutes,
    cost_usd_cents: costUsdCents,
    speech_cost_usd_cents: speechCostUsdCents,
    language_model_cost_usd_cents: addCosts(costUsdCents, -speechCostUsdCents),
  }));
  return reply(c, UsageWire, { object: 'usage', livemode: context.principal.livemode, from, to, data }, 200);
});
