import { and, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { AnalysisFilters, Total } from '../../domain/analysis-list.ts';
import type { Status } from '../../domain/analysis.ts';
import { analyses, analysisCounts, type CountKind, metadataCounts } from '../schema/index.ts';
import { mine } from '../tenant.ts';
import { frameOf, NEWEST_FIRST, remainderOf, type TenantScope } from './conditions.ts';

/** Up to so many rows are all looked at; of more, an estimate rests on the newest. */
const MOST_ROWS = 2_000;
const SAMPLE_ROWS = 500;
/** For a search alone, whose text is in the index. */
const SAMPLE_ENTRIES = 2_000;

const DAY_MS = 86_400_000;

/** How many analyses pass the filters, without knowing the names that a search stands for. */
export async function countRows(scope: TenantScope, filters: AnalysisFilters): Promise<Total> {
  const { statuses, search, minScore, metadata = {}, ...frame } = filters;
  const entries = Object.entries(metadata);
  const narrowings = [search, minScore].filter((value) => value !== undefined).length + entries.length;
  if (narrowings === 0) return exact(await countFrame(scope, filters));
  const framed = Object.values(frame).some((value) => value !== undefined);
  if (narrowings > 1 || framed) return countRemainder(scope, filters);
  if (minScore !== undefined) {
    return exact(await sumCounts(scope, 'score', gte(analysisCounts.key, scoreKey(minScore)), statuses));
  }
  const [entry] = entries;
  return entry && !statuses ? exact(await countMetadata(scope, entry)) : countRemainder(scope, filters);
}

/** Counts along the filters that have an index: from the tallies where one of them says it, else the index. */
export async function countFrame(scope: TenantScope, filters: AnalysisFilters): Promise<number> {
  const { statuses, agentId, contactId, createdAfter, createdBefore } = filters;
  const timed = createdAfter !== undefined || createdBefore !== undefined;
  const named = [agentId, contactId].filter((name) => name !== undefined);
  if (timed && named.length === 0) return countPeriod(scope, filters);
  if (timed || named.length > 1) return countIndex(scope, filters);
  const [name = ''] = named;
  const kind = agentId === undefined ? (contactId === undefined ? 'all' : 'contact') : 'agent';
  return sumCounts(scope, kind, eq(analysisCounts.key, name), statuses);
}

/** Whole days come from their tallies, the rest of the first and of the last day from the index. */
async function countPeriod(scope: TenantScope, filters: AnalysisFilters): Promise<number> {
  const { createdAfter, createdBefore, statuses } = filters;
  const firstDay = createdAfter === undefined ? null : Math.ceil(createdAfter / DAY_MS);
  const lastDay = createdBefore === undefined ? null : Math.floor(createdBefore / DAY_MS);
  if (firstDay !== null && lastDay !== null && firstDay >= lastDay) return countIndex(scope, filters);
  const days = and(
    firstDay === null ? undefined : gte(analysisCounts.key, dayKey(firstDay)),
    lastDay === null ? undefined : lt(analysisCounts.key, dayKey(lastDay)),
  );
  const counts = await Promise.all([
    sumCounts(scope, 'day', days, statuses),
    firstDay === null ? 0 : countIndex(scope, { ...filters, createdBefore: firstDay * DAY_MS }),
    lastDay === null ? 0 : countIndex(scope, { ...filters, createdAfter: lastDay * DAY_MS }),
  ]);
  return counts.reduce((sum, count) => sum + count, 0);
}

async function sumCounts(
  scope: TenantScope,
  kind: CountKind,
  keys: SQL | undefined,
  statuses: readonly Status[] | undefined,
): Promise<number> {
  const row = await scope.db
    .select({ sum: sql<number>`coalesce(sum(${analysisCounts.count}), 0)` })
    .from(analysisCounts)
    .where(
      and(
        mine(scope, analysisCounts),
        eq(analysisCounts.kind, kind),
        keys,
        statuses && inArray(analysisCounts.status, [...statuses]),
      ),
    )
    .get();
  return row?.sum ?? 0;
}

function countIndex(scope: TenantScope, filters: AnalysisFilters): Promise<number> {
  return scope.db.$count(analyses, frameOf(scope, filters));
}

async function countMetadata(scope: TenantScope, [key, value]: [string, string]): Promise<number> {
  const row = await scope.db
    .select({ count: metadataCounts.count })
    .from(metadataCounts)
    .where(and(mine(scope, metadataCounts), eq(metadataCounts.key, key), eq(metadataCounts.value, value)))
    .get();
  return row?.count ?? 0;
}

/** Where the rows in the frame are many: the share of the newest that passes, of all. */
async function countRemainder(scope: TenantScope, filters: AnalysisFilters): Promise<Total> {
  const { statuses = [] } = filters;
  if (statuses.length > 1) {
    const each = statuses.map((status) => countRemainder(scope, { ...filters, statuses: [status] }));
    const totals = await Promise.all(each);
    return {
      value: totals.reduce((sum, { value }) => sum + value, 0),
      exact: totals.every(({ exact }) => exact),
    };
  }
  const size = await countFrame(scope, filters);
  const passes = remainderOf(scope, filters) ?? sql`true`;
  const limit = readsIndexOnly(filters) ? SAMPLE_ENTRIES : SAMPLE_ROWS;
  const newest = size <= MOST_ROWS ? sql`` : sql`order by ${NEWEST_FIRST} limit ${limit}`;
  const { seen, passed } = await scope.db.get<{ seen: number; passed: number }>(
    sql`select count(*) as seen, coalesce(sum(passes), 0) as passed from (
      select (${passes}) as passes from ${analyses} where ${frameOf(scope, filters)} ${newest})`,
  );
  if (size <= MOST_ROWS) return exact(passed);
  return { value: Math.round((passed / Math.max(1, seen)) * size), exact: false };
}

function readsIndexOnly({ agentId, contactId, minScore, metadata = {} }: AnalysisFilters): boolean {
  const others = [agentId, contactId, minScore, ...Object.values(metadata)];
  return others.every((filter) => filter === undefined);
}

function exact(value: number): Total {
  return { value, exact: true };
}

function scoreKey(score: number): string {
  return `${score}`.padStart(3, '0');
}

function dayKey(daysSince1970: number): string {
  return new Date(daysSince1970 * DAY_MS).toISOString().slice(0, 10);
}
