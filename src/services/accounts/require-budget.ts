import { Fault } from '../../domain/fault.ts';
import { monthOf, monthsBefore, startOfMonth } from '../../domain/usage.ts';
import type { Deps } from '../deps.ts';

type BudgetDeps = Pick<Deps, 'accountSettings' | 'clock' | 'spentUsdCents'>;

/**
 * Throws `budget_exhausted` where what the account was charged this month has reached its budget. What a call costs is
 * not known before it was made: calls that are under way may still go beyond it.
 */
export async function requireBudget(deps: BudgetDeps, accountId: string): Promise<void> {
  const { monthlyBudgetUsdCents: budget } = await deps.accountSettings.of(accountId);
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
