import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { AgentReport } from '../domain/agent-report.ts';
import type {
  AnalysisFilters,
  AnalysisPage,
  ListedAnalysis,
  ListPage,
  Total,
} from '../domain/analysis-list.ts';
import type { Analysis } from '../domain/analysis.ts';
import type { UsageMonth } from '../domain/usage.ts';
import { countAnalyses, listRows } from './account-lists.ts';
import { type AccountScope, mine } from './account-scope.ts';
import { selectAgentReports } from './agent-reports.ts';
import { fromRow, toRow } from './analysis-row.ts';
import { analyses } from './schema/index.ts';
import type { SearchIndex } from './search-index.ts';
import type { Shards } from './shards.ts';
import { selectUsage } from './usage.ts';

/** Every query below sees the rows of one account in one mode and no others. */
export interface AccountHandle {
  findAnalysis(id: string): Promise<Analysis | null>;
  /** Finds an analysis by its number within the account and mode, from 1. */
  findByNumber(number: number): Promise<Analysis | null>;
  /** The number of an analysis; `null` where it has no row. */
  numberOf(id: string): Promise<number | null>;
  /** Writes the row of an analysis unless a newer version is already there. */
  projectAnalysis(analysis: Analysis): Promise<void>;
  /** Makes the analysis found by its agent and contact. */
  indexAnalysis(analysis: Analysis): Promise<void>;
  /** Newest first by creation and then id. */
  listAnalyses(filters: AnalysisFilters, page: ListPage): Promise<AnalysisPage>;
  countAnalyses(filters: AnalysisFilters): Promise<Total>;
  /** Months (`2026-11`) in which something completed, `from` to `to` inclusive, oldest first. */
  usage(from: string, to: string): Promise<UsageMonth[]>;
  /** Days (`2026-11-22`, UTC) `from` to `to` inclusive, by creation; the agent with most calls first. */
  agentReports(from: string, to: string): Promise<AgentReport[]>;
}

export function forAccount(
  shards: Shards,
  search: SearchIndex,
  accountId: string,
  livemode: boolean,
): AccountHandle {
  let located: Promise<AccountScope> | undefined;
  const scope = () =>
    (located ??= shards.locate(accountId).then((db) => ({ db, search, accountId, livemode })));
  return {
    findAnalysis: async (id) => (await findOne(await scope(), eq(analyses.id, id)))?.analysis ?? null,
    findByNumber: async (number) =>
      (await findOne(await scope(), eq(analyses.number, number)))?.analysis ?? null,
    numberOf: async (id) => (await findOne(await scope(), eq(analyses.id, id)))?.number ?? null,
    async projectAnalysis(analysis) {
      if (analysis.accountId !== accountId || analysis.livemode !== livemode) {
        throw new Error('analysis of another account');
      }
      await project({ db: await shards.locateForWriting(accountId), search, accountId, livemode }, analysis);
    },
    async indexAnalysis({ submission: { agentId, contactId } }) {
      await search.add({ agents: [agentId].filter(isName), contacts: [contactId].filter(isName) });
    },
    async listAnalyses(filters, page) {
      const { rows, ...rest } = await listRows(await scope(), filters, page);
      return { ...rest, rows: rows.map(fromRow) };
    },
    countAnalyses: async (filters) => countAnalyses(await scope(), filters),
    usage: async (from, to) => selectUsage(await scope(), from, to),
    agentReports: async (from, to) => selectAgentReports(await scope(), from, to),
  };
}

async function findOne(scope: AccountScope, which: SQL): Promise<ListedAnalysis | null> {
  const row = await scope.db
    .select()
    .from(analyses)
    .where(and(which, mine(scope)))
    .get();
  return row ? fromRow(row) : null;
}

async function project(scope: AccountScope, analysis: Analysis): Promise<void> {
  const row = toRow(analysis);
  await scope.db
    .insert(analyses)
    .values(row)
    .onConflictDoUpdate({
      target: analyses.id,
      set: row,
      setWhere: sql`${mine(scope)} and ${analyses.version} < excluded.version`,
    });
}

function isName(name: string | null): name is string {
  return name !== null;
}
