import { monthOf, monthsBefore, startOfMonth } from '../domain/billing.ts';
import { Fault } from '../domain/errors.ts';
import type { Deps } from './deps.ts';

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
