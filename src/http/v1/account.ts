import { createRoute, z } from '@hono/zod-openapi';
import { MAX_BUDGET_USD_CENTS, MAX_RETENTION_DAYS } from '../../domain/tenant.ts';
import { type AccountState, changeAccount, readAccount } from '../../services/accounts.ts';
import { authenticated, contextOf } from '../authentication.ts';
import {
  accessProblems,
  json,
  jsonBody,
  notJson,
  problem,
  problemEnvelope,
  reply,
  security,
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
    'any more (402 `budget_exhausted`); null: no limit. Needs the scope "admin".',
  request: { body: jsonBody(AccountChanges) },
  responses: {
    200: json(AccountWire, 'The account'),
    400: problem('A setting is not valid, or none is given'),
    ...accessProblems,
    ...notJson,
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
