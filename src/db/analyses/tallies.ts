import { and, asc, between, type Column, eq, sql } from 'drizzle-orm';
import type { AgentReport } from '../../domain/analysis-list.ts';
import type { UsageMonth } from '../../domain/billing.ts';
import type { Shards } from '../shards.ts';
import { agentDays, usageMonths } from '../schema/index.ts';
import { HUNDREDTHS, MICRO_USD_PER_CENT, SENTIMENT_UNITS } from '../schema/tallies.ts';
import { mine } from '../tenant.ts';
import type { TenantScope } from './conditions.ts';

const MS_PER_MINUTE = 60_000;

export async function selectUsage(scope: TenantScope, from: string, to: string): Promise<UsageMonth[]> {
  const rows = await scope.db
    .select()
    .from(usageMonths)
    .where(and(mine(scope, usageMonths), between(usageMonths.month, from, to)))
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

/** Sums up days, `from` to `to` inclusive (`2026-11-22`, UTC); the agent with most calls first. */
export async function selectAgentReports(
  scope: TenantScope,
  from: string,
  to: string,
): Promise<AgentReport[]> {
  return scope.db
    .select({
      agentId: agentDays.agentId,
      calls: sql<number>`sum(${agentDays.calls})`.as('total'),
      meanOverallScore: mean(agentDays.scoreSum, agentDays.scores, 1),
      meanSentiment: mean(agentDays.sentimentSum, agentDays.sentiments, SENTIMENT_UNITS),
      complianceRate: mean(agentDays.compliant, agentDays.verdicts, 1),
      meanCustomerEffort: mean(agentDays.effortSum, agentDays.efforts, HUNDREDTHS),
      meanTalkRatio: mean(agentDays.talkRatioSum, agentDays.talkRatios, HUNDREDTHS),
    })
    .from(agentDays)
    .where(and(mine(scope, agentDays), between(agentDays.day, from, to)))
    .groupBy(agentDays.agentId)
    .orderBy(sql`total desc`, agentDays.agentId)
    .all();
}

/** To four decimals; `null` over nothing. */
function mean(total: Column, count: Column, unit: number) {
  return sql<number | null>`round(sum(${total}) * 1.0 / ${sql.raw(`${unit}`)} / nullif(sum(${count}), 0), 4)`;
}
