import { requireScope } from '../domain/api-key.ts';
import { monthOf, monthsBefore, startOfMonth, type UsageMonth } from '../domain/billing.ts';
import { Fault } from '../domain/errors.ts';
import type { AccountSettings } from '../domain/tenant.ts';
import type { Context, Deps } from './deps.ts';

export interface AccountState extends AccountSettings {
  readonly accountId: string;
  /** What the account was charged this month (UTC), both modes together. */
  readonly spentUsdCents: number;
}

export async function readAccount(context: Context): Promise<AccountState> {
  const { deps, principal } = context;
  requireScope(principal, 'read');
  return stateOf(context, await deps.accountSettings.get(principal.accountId));
}

/** Changes the settings for calls that are submitted from now on, in both modes. */
export async function changeAccount(
  context: Context,
  changes: Partial<AccountSettings>,
): Promise<AccountState> {
  const { deps, principal } = context;
  requireScope(principal, 'admin');
  const { accountId, keyId } = principal;
  const settings = await deps.accountSettings.update(accountId, changes);
  deps.log.info('account.changed', { account: accountId, ...changes, by: keyId });
  return stateOf(context, settings);
}

async function stateOf({ deps, principal }: Context, settings: AccountSettings): Promise<AccountState> {
  const { accountId } = principal;
  const spentUsdCents = await deps.spentUsdCents(accountId, monthOf(deps.clock.now()));
  return { ...settings, accountId, spentUsdCents };
}

const MONTHS_SHOWN = 12;

interface Usage {
  /** First and last month asked for, inclusive: `2026-11`, UTC. */
  readonly from: string;
  readonly to: string;
  readonly months: readonly UsageMonth[];
}

/** The analyses that completed in each month, oldest month first; by default the last twelve. Throws `invalid_request`. */
export async function readUsage(
  { deps, principal }: Context,
  period: { from?: string | undefined; to?: string | undefined },
): Promise<Usage> {
  requireScope(principal, 'read');
  const to = period.to ?? monthOf(deps.clock.now());
  const from = period.from ?? monthsBefore(to, MONTHS_SHOWN - 1);
  if (from > to)
    throw new Fault('invalid_request', 'Field "from" must not be after "to".', { field: 'from' });
  const months = await deps.analyses(principal).usage(from, to);
  return { from, to, months };
}

type BudgetDeps = Pick<Deps, 'accountSettings' | 'clock' | 'spentUsdCents'>;

/**
 * Throws `budget_exhausted` where the account was charged its budget of this month. What an analysis costs is known only
 * afterwards, so analyses that are under way may still go beyond the budget.
 */
export async function requireBudget(deps: BudgetDeps, accountId: string): Promise<void> {
  const { monthlyBudgetUsdCents: budget } = await deps.accountSettings.get(accountId);
  if (budget === null) return;
  const month = monthOf(deps.clock.now());
  const spent = await deps.spentUsdCents(accountId, month);
  if (spent < budget) return;
  throw new Fault('budget_exhausted', undefined, {
    budget_usd_cents: budget,
    spent_usd_cents: spent,
    renews_at: startOfMonth(monthsBefore(month, -1)),
  });
}
