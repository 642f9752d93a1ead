import { createRoute, z } from '@hono/zod-openapi';
import { addCosts } from '../../domain/billing.ts';
import { MAX_BUDGET_USD_CENTS, MAX_RETENTION_DAYS } from '../../domain/tenant.ts';
import { type AccountState, changeAccount, readAccount, readUsage } from '../../services/accounts.ts';
import { authenticated, contextOf } from '../authentication.ts';
import {
  accessProblems,
  invalidQuery,
  json,
  jsonBody,
  problem,
  problemEnvelope,
  reply,
  security,
  bodyProblems,
} from '../responses.ts';
import { createRouter } from '../router.ts';

const RetentionDays = z.int().min(0).max(MAX_RETENTION_DAYS);
const Budget = z.int().min(0).max(MAX_BUDGET_USD_CENTS).nullable();

const AccountWire = z.strictObject({
  id: z.string(),
  object: z.literal('account'),
  /** Days for which analyses are kept once they are final, where the submission does not say. */
  retention_days: RetentionDays,
  /** What the account may cost in a month (UTC), test and live calls together; `null`: no limit. */
  monthly_budget_usd_cents: Budget,
  /** What it was charged this month. */
  spent_usd_cents: z.number().nonnegative(),
});

const AccountChanges = z
  .strictObject({ retention_days: RetentionDays.optional(), monthly_budget_usd_cents: Budget.optional() })
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), 'needs a setting');

const shared = { path: '/v1/account', tags: ['Account'], security, middleware: authenticated };

export const accountRouter = createRouter(problemEnvelope);

const readAccountRoute = createRoute({
  ...shared,
  method: 'get',
  operationId: 'readAccount',
  summary: 'Settings of the account',
  responses: { 200: json(AccountWire, 'The account'), ...accessProblems },
});

accountRouter.openapi(readAccountRoute, async (c) =>
  reply(c, AccountWire, renderAccount(await readAccount(contextOf(c))), 200),
);

const changeAccountRoute = createRoute({
  ...shared,
  method: 'patch',
  operationId: 'changeAccount',
  summary: 'Change how long analyses are kept, or what they may cost',
  description:
    'Applies, in both modes, to calls submitted from now on (elsewhere in the network within a minute). ' +
    '`retention_days` 0: an analysis is deleted when its callback was delivered, or when it is final where it has none. ' +
    '`monthly_budget_usd_cents`: once the calls of the month (UTC), of both modes, have cost this much, nothing is accepted ' +
    'any more (402 `budget_exhausted`); null: no limit. Needs the scope "admin" and a live key.',
  request: { body: jsonBody(AccountChanges) },
  responses: {
    ...bodyProblems,
    200: json(AccountWire, 'The account'),
    400: problem('A setting is not valid, or none is given'),
    ...accessProblems,
  },
});

accountRouter.openapi(changeAccountRoute, async (c) => {
  const { retention_days: retentionDays, monthly_budget_usd_cents: monthlyBudgetUsdCents } =
    c.req.valid('json');
  const account = await changeAccount(contextOf(c), {
    ...(retentionDays !== undefined && { retentionDays }),
    ...(monthlyBudgetUsdCents !== undefined && { monthlyBudgetUsdCents }),
  });
  return reply(c, AccountWire, renderAccount(account), 200);
});

function renderAccount(account: AccountState): z.input<typeof AccountWire> {
  return {
    id: account.accountId,
    object: 'account',
    retention_days: account.retentionDays,
    monthly_budget_usd_cents: account.monthlyBudgetUsdCents,
    spent_usd_cents: account.spentUsdCents,
  };
}

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

accountRouter.openapi(readUsageRoute, async (c) => {
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
