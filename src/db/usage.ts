import { and, asc, between, eq } from 'drizzle-orm';
import type { UsageMonth } from '../domain/usage.ts';
import type { AccountScope } from './account-scope.ts';
import { usageMonths } from './schema/index.ts';

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
  return rows.map(({ month, analyses, audioMs, costMicroUsd }) => ({
    month,
    analyses,
    audioMinutes: audioMs / MS_PER_MINUTE,
    costUsdCents: costMicroUsd / MICRO_USD_PER_CENT,
  }));
}
