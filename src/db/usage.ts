import { and, asc, between, eq, sql } from 'drizzle-orm';
import type { UsageMonth } from '../domain/usage.ts';
import type { AccountScope } from './account-scope.ts';
import { usageMonths } from './schema/index.ts';
import type { Shards } from './shards.ts';

const MS_PER_MINUTE = 60_000;
const MICRO_USD_PER_CENT = 10_000;

export async function selectUsage(scope: AccountScope, from: string, to: string): Promise<UsageMonth[]> {
  const rows = await scope.db
    .select()
    .from(usageMonths)
    .where(
      and(
        eq(usageMonths.accountId, scope.accountId),
        eq(usageMonths.livemode, scope.livemode),
        between(usageMonths.month, from, to),
      ),
    )
    .orderBy(asc(usageMonths.month))
    .all();
  return rows.map(({ month, analyses, audioMs, costMicroUsd, speechMicroUsd }) => ({
    month,
    analyses,
    audioMinutes: audioMs / MS_PER_MINUTE,
    costUsdCents: costMicroUsd / MICRO_USD_PER_CENT,
    speechCostUsdCents: speechMicroUsd / MICRO_USD_PER_CENT,
  }));
}

/** What an account was charged in a month (`2026-11`, UTC), both modes together, US cents. Reads two rows at most. */
export function spendingIn(shards: Shards) {
  return async (accountId: string, month: string): Promise<number> => {
    const db = await shards.locate(accountId);
    const eitherMode = sql`${usageMonths.livemode} in (0, 1)`;
    const row = await db
      .select({ sum: sql<number>`coalesce(sum(${usageMonths.costMicroUsd}), 0)` })
      .from(usageMonths)
      .where(and(eq(usageMonths.accountId, accountId), eitherMode, eq(usageMonths.month, month)))
      .get();
    return (row?.sum ?? 0) / MICRO_USD_PER_CENT;
  };
}
