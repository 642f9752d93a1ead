import { and, between, type Column, eq, sql } from 'drizzle-orm';
import type { AgentReport } from '../domain/agent-report.ts';
import type { AccountScope } from './account-scope.ts';
import { agentDays } from './schema/index.ts';

const SENTIMENT_UNIT = 1_000;
const HUNDREDTHS = 100;

/** Sums up days, `from` to `to` inclusive (`2026-11-22`, UTC); the agent with most calls first. */
export async function selectAgentReports(
  scope: AccountScope,
  from: string,
  to: string,
): Promise<AgentReport[]> {
  return scope.db
    .select({
      agentId: agentDays.agentId,
      calls: sql<number>`sum(${agentDays.calls})`.as('total'),
      meanOverallScore: mean(agentDays.scoreSum, agentDays.scores, 1),
      meanSentiment: mean(agentDays.sentimentSum, agentDays.sentiments, SENTIMENT_UNIT),
      complianceRate: mean(agentDays.compliant, agentDays.verdicts, 1),
      meanCustomerEffort: mean(agentDays.effortSum, agentDays.efforts, HUNDREDTHS),
      meanTalkRatio: mean(agentDays.talkRatioSum, agentDays.talkRatios, HUNDREDTHS),
    })
    .from(agentDays)
    .where(
      and(
        eq(agentDays.accountId, scope.accountId),
        eq(agentDays.livemode, scope.livemode),
        between(agentDays.day, from, to),
      ),
    )
    .groupBy(agentDays.agentId)
    .orderBy(sql`total desc`, agentDays.agentId)
    .all();
}

/** To four decimals; `null` over nothing. */
function mean(total: Column, count: Column, unit: number) {
  return sql<number | null>`round(sum(${total}) * 1.0 / ${sql.raw(`${unit}`)} / nullif(sum(${count}), 0), 4)`;
}
