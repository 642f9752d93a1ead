import { and, eq, type SQL } from 'drizzle-orm';
import {
  type AgentReport,
  type AnalysisFilters,
  type AnalysisPage,
  type ListedAnalysis,
  type ListPage,
} from '../../domain/analysis-list.ts';
import type { UsageMonth } from '../../domain/billing.ts';
import { analyses } from '../schema/index.ts';
import { createSearchIndex } from '../search-index.ts';
import { mine, type TenantDatabases } from '../tenant.ts';
import type { TenantScope } from './conditions.ts';
import { listRows } from './list.ts';
import { selectAgentReports, selectUsage } from './tallies.ts';

/** Every query below sees the rows of one account in one mode and no others. */
export interface AnalysisRepository {
  find(id: string): Promise<ListedAnalysis | null>;
  /** Finds an analysis by its number within the account and mode, from 1. */
  findByNumber(number: number): Promise<ListedAnalysis | null>;
  /** Newest first by creation and then id. */
  list(filters: AnalysisFilters, page: ListPage): Promise<AnalysisPage>;
  /** Months (`2026-11`) in which something completed, `from` to `to` inclusive, oldest first. */
  usage(from: string, to: string): Promise<UsageMonth[]>;
  /** Days (`2026-11-22`, UTC) `from` to `to` inclusive, by creation; the agent with most calls first. */
  agentReports(from: string, to: string): Promise<AgentReport[]>;
}

export function createAnalysisRepository(databases: TenantDatabases): AnalysisRepository {
  const { tenant } = databases;
  const search = createSearchIndex(databases);
  const scope = async () => ({ db: await databases.read(), search, ...tenant });
  return {
    find: async (id) => findOne(await scope(), eq(analyses.id, id)),
    findByNumber: async (number) => findOne(await scope(), eq(analyses.number, number)),
    async list(filters, page) {
      const { rows, ...rest } = await listRows(await scope(), filters, page);
      return { ...rest, rows: rows.map(fromRow) };
    },
    usage: async (from, to) => selectUsage(await scope(), from, to),
    agentReports: async (from, to) => selectAgentReports(await scope(), from, to),
  };
}

async function findOne(scope: TenantScope, which: SQL): Promise<ListedAnalysis | null> {
  const row = await scope.db
    .select()
    .from(analyses)
    .where(and(which, mine(scope, analyses)))
    .get();
  return row ? fromRow(row) : null;
}

export function fromRow(row: typeof analyses.$inferSelect): ListedAnalysis {
  const { number, agentId: _agentId, contactId: _contactId, searchText: _searchText, ...columns } = row;
  const { transcriptionMs, analysisMs, ...measured } = columns;
  const { overallScore, sentimentScore, compliant, customerEffort, talkRatio, ...rest } = measured;
  const headline = { overallScore, sentimentScore, compliant, customerEffort, talkRatio };
  if (number === null) throw new Error(`analysis ${row.id} has no number`);
  return { analysis: { ...rest, timings: { transcriptionMs, analysisMs }, headline }, number };
}
