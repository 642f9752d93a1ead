import { and, eq, type SQL, sql } from 'drizzle-orm';
import type {
  AgentReport,
  AnalysisFilters,
  AnalysisPage,
  ListedAnalysis,
  ListPage,
  Total,
} from '../../domain/analysis-list.ts';
import type { Status } from '../../domain/analysis.ts';
import { readableRows } from '../../domain/page-cursor.ts';
import type { UsageMonth } from '../../domain/billing.ts';
import { analyses } from '../schema/index.ts';
import { createSearchIndex, type Names } from '../search-index.ts';
import { mine, mineAs, type TenantDatabases } from '../tenant.ts';
import type { TenantScope } from './conditions.ts';
import { type AnalysisRow, countNamed, selectRows } from './pages.ts';
import { selectAgentReports, selectUsage } from './tallies.ts';
import { countFrame, countRows } from './totals.ts';

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

interface RowPage extends Omit<AnalysisPage, 'rows'> {
  readonly rows: readonly AnalysisRow[];
}

/** One page of the analyses that pass the filters, newest first by creation and then id, and how many there are. */
async function listRows(scope: TenantScope, filters: AnalysisFilters, page: ListPage): Promise<RowPage> {
  const { limit, offset = 0 } = page;
  const oneMore = { ...page, limit: limit + 1 };
  const plan = await planSearch(scope, filters, offset + oneMore.limit);
  const [entries, total] = await Promise.all([
    selectRows(scope, filters, oneMore, plan?.byName ? plan.names : null),
    countPlanned(scope, filters, plan),
  ]);
  const seen = entries.length === 0 ? 0 : offset + entries.length;
  const shown = entries.slice(0, limit);
  return {
    rows: readableRows(shown),
    last: shown.at(-1)?.at ?? null,
    hasMore: entries.length > limit,
    // An estimate is at least what was seen with one's own eyes.
    total: total.exact ? total : { ...total, value: Math.max(total.value, seen) },
  };
}

async function countPlanned(
  scope: TenantScope,
  filters: AnalysisFilters,
  plan: SearchPlan | null,
): Promise<Total> {
  const value = plan && (await countSearch(scope, filters, plan));
  return value === null ? countRows(scope, filters) : { value, exact: true };
}

/** What is known of a search before its rows are read. */
interface SearchPlan {
  /** What the term stands for. */
  readonly names: Names;
  /** Analyses of the wanted statuses by name; one with both an agent and a contact that match counts twice. */
  readonly counted: number;
  /** Going name by name reads fewer rows than going through all rows. */
  readonly byName: boolean;
}

/** Up to so many rows with one of the names are looked at to count those that pass. */
const MOST_ROWS = 2_000;
/** More pairs of an agent and a contact than this are not looked up to count those that are in both. */
const MOST_PAIRS = 2_000;

/**
 * Looks the term up, then weighs two ways to the first `rows` rows: the newest of every name, or all rows from the
 * newest on until enough of them pass. `null` where there is no search, or its names are too many to list.
 */
async function planSearch(
  scope: TenantScope,
  filters: AnalysisFilters,
  rows: number,
): Promise<SearchPlan | null> {
  const names = filters.search === undefined ? null : await scope.search.find(filters.search);
  if (names === null) return null;
  const [named, all] = await Promise.all([
    scope.db.get<{ counted: number; reads: number }>(countNames(scope, names, filters.statuses, rows)),
    countFrame(scope, { statuses: filters.statuses }),
  ]);
  const readsOfAll = (rows * all) / Math.max(1, named.counted);
  return { names, counted: named.counted, byName: named.reads <= readsOfAll };
}

/** How many analyses pass all filters; `null` where the names do not tell. */
async function countSearch(
  scope: TenantScope,
  filters: AnalysisFilters,
  { names, counted }: SearchPlan,
): Promise<number | null> {
  const { search: _search, statuses, metadata = {}, ...others } = filters;
  const narrowed = Object.values(others).some((value) => value !== undefined);
  const countable = names.agents.length * names.contacts.length <= MOST_PAIRS;
  if (!narrowed && Object.keys(metadata).length === 0 && countable)
    return counted - (await countShared(scope, names, statuses));
  return counted <= MOST_ROWS ? countNamed(scope, filters, names) : null;
}

function countNames(
  scope: TenantScope,
  { agents, contacts }: Names,
  statuses: readonly Status[] | undefined,
  rows: number,
): SQL {
  const tally = (kind: string, names: readonly string[]) =>
    sql`select tally.count as count from json_each(${JSON.stringify(names)}) as wanted
      cross join analysis_counts as tally on ${mineAs(scope, 'tally')}
        and tally.kind = ${kind} and tally.key = wanted.value and ${inStatuses(sql`tally.status`, statuses)}`;
  return sql`select coalesce(sum(count), 0) as counted, coalesce(sum(min(count, ${rows})), 0) as reads
    from (${tally('agent', agents)} union all ${tally('contact', contacts)})`;
}

/** Analyses whose agent and contact both are among the names: counted twice by their tallies. */
async function countShared(
  scope: TenantScope,
  { agents, contacts }: Names,
  statuses: readonly Status[] | undefined,
): Promise<number> {
  if (agents.length === 0 || contacts.length === 0) return 0;
  const row = await scope.db.get<{ shared: number }>(
    sql`select count(*) as shared from json_each(${JSON.stringify(agents)}) as agent
      cross join json_each(${JSON.stringify(contacts)}) as contact
      cross join analyses as found on ${mineAs(scope, 'found')}
        and found.agent_id = agent.value and found.contact_id = contact.value
        and ${inStatuses(sql`found.status`, statuses)}`,
  );
  return row.shared;
}

function inStatuses(column: SQL, statuses: readonly Status[] | undefined): SQL {
  return statuses ? sql`${column} in (select value from json_each(${JSON.stringify(statuses)}))` : sql`true`;
}
