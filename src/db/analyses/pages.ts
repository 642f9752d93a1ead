import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { AnalysisFilters, ListPage } from '../../domain/analysis-list.ts';
import type { Status } from '../../domain/analysis.ts';
import type { Entry } from '../../domain/page-cursor.ts';
import { readEntries } from '../database.ts';
import { analyses, analysisMetadata } from '../schema/index.ts';
import type { Names } from '../search-index.ts';
import { mine, olderThan } from '../tenant.ts';
import { frameOf, metadataEntry, NEWEST_FIRST, remainderOf, type TenantScope } from './conditions.ts';

export type AnalysisRow = typeof analyses.$inferSelect;

const HIGHEST_SCORE = 100;
const NO_LIMIT = -1;
const rowid = sql.raw('"analyses".rowid');

/**
 * One page, newest first; entries that cannot be read too. `names`: what the search term stands for, where going name by name is the shorter way.
 * However the rows are found, they come out in the same order.
 */
export function selectRows(
  scope: TenantScope,
  filters: AnalysisFilters,
  page: ListPage,
  names: Names | null,
): Promise<Entry<AnalysisRow>[]> {
  if (names?.agents.length === 0 && names.contacts.length === 0) return Promise.resolve([]);
  return readable(scope, inArray(rowid, sql`(${pageRowids(scope, filters, page, names)})`));
}

function readable({ db, ...scope }: TenantScope, condition: SQL): Promise<Entry<AnalysisRow>[]> {
  const { id, createdAt } = analyses;
  return readEntries({
    all: () => db.select().from(analyses).where(condition).orderBy(NEWEST_FIRST).all(),
    places: () => db.select({ id, createdAt }).from(analyses).where(condition).orderBy(NEWEST_FIRST),
    async one(oneId) {
      const isIt = and(eq(id, oneId), mine(scope, analyses));
      return (await db.select().from(analyses).where(isIt).get()) ?? null;
    },
  });
}

/** How many analyses with one of the names pass the filters; reads all of them. */
export async function countNamed(
  scope: TenantScope,
  filters: AnalysisFilters,
  names: Names,
): Promise<number> {
  const branches = namesBranches(names, filters);
  if (branches.length === 0) return 0;
  const all = unionRowids(scope, { limit: NO_LIMIT }, branches);
  const row = await scope.db.get<{ count: number }>(sql`select count(*) as count from (${all})`);
  return row.count;
}

function pageRowids(scope: TenantScope, filters: AnalysisFilters, page: ListPage, names: Names | null): SQL {
  const { statuses, minScore, metadata = {}, agentId, contactId } = filters;
  if (names) return unionRowids(scope, page, namesBranches(names, filters));
  const [entry] = Object.entries(metadata);
  if (entry) return metadataRowids(scope, filters, page, entry);
  const ofOne = agentId !== undefined || contactId !== undefined;
  if (minScore !== undefined && !ofOne) return unionRowids(scope, page, [scoreBranch(minScore, filters)]);
  if (statuses && statuses.length > 1) return statusRowids(scope, filters, page, statuses);
  return indexRowids(allOf(scope, filters, page), page);
}

/** One walk along the index that the conditions lead to. */
function indexRowids(condition: SQL | undefined, { limit, offset = 0 }: ListPage): SQL {
  return sql`select ${rowid} from ${analyses} where ${condition}
    order by ${NEWEST_FIRST} limit ${limit} offset ${offset}`;
}

/** Values of a column, and maybe statuses, that each have an index walk of their own; `filters` is what is left. */
interface Branch {
  readonly column: SQL;
  readonly values: readonly (string | number)[];
  readonly statuses?: readonly Status[];
  readonly filters: AnalysisFilters;
}

function namesBranches({ agents, contacts }: Names, filters: AnalysisFilters): Branch[] {
  const { search: _, ...unsearched } = filters;
  const { statuses, ...ofAnyStatus } = unsearched;
  const rest = statuses && statuses.length > 1 ? { filters: ofAnyStatus, statuses } : { filters: unsearched };
  return [
    { column: sql`${analyses.agentId}`, values: agents, ...rest },
    { column: sql`${analyses.contactId}`, values: contacts, ...rest },
  ].filter(({ values }) => values.length > 0);
}

function scoreBranch(minScore: number, filters: AnalysisFilters): Branch {
  const { minScore: _, ...rest } = filters;
  const values = Array.from({ length: HIGHEST_SCORE + 1 - minScore }, (_, above) => minScore + above);
  return { column: sql`${analyses.overallScore}`, values, filters: rest };
}

/** Takes the newest rows of each value, which an index has in order, and of those the page. */
function unionRowids(scope: TenantScope, page: ListPage, branches: readonly Branch[]): SQL {
  const { limit, offset = 0 } = page;
  const selects = branches.map(({ column, values, statuses, filters }) => {
    const each = statuses ? sql` cross join json_each(${JSON.stringify(statuses)}) as state` : sql``;
    const walk = and(
      allOf(scope, filters, page),
      sql`${column} = wanted.value`,
      statuses ? sql`${analyses.status} = state.value` : undefined,
    );
    return sql`select found.rowid as row, found.created_at as at, found.id as id
      from json_each(${JSON.stringify(values)}) as wanted${each}
      cross join analyses as found on found.rowid in (${indexRowids(walk, { limit: offset + limit })})`;
  });
  return sql`select row from (${sql.join(selects, sql` union `)})
    order by at desc, id desc limit ${limit} offset ${offset}`;
}

/** Merges the walks of a few statuses without looking at the rows: an offset may skip many. */
function statusRowids(
  scope: TenantScope,
  filters: AnalysisFilters,
  page: ListPage,
  statuses: readonly Status[],
): SQL {
  const { limit, offset = 0 } = page;
  const { statuses: _, ...others } = filters;
  const walks = statuses.map(
    (status) => sql`select * from (
      select ${rowid} as row, ${analyses.createdAt} as at, ${analyses.id} as id from ${analyses}
      where ${and(allOf(scope, others, page), eq(analyses.status, status))}
      order by ${NEWEST_FIRST} limit ${offset + limit})`,
  );
  return sql`select row from (${sql.join(walks, sql` union all `)})
    order by at desc, id desc limit ${limit} offset ${offset}`;
}

function metadataRowids(
  scope: TenantScope,
  filters: AnalysisFilters,
  page: ListPage,
  [key, value]: [string, string],
): SQL {
  const { limit, offset = 0, after } = page;
  const { metadata: { [key]: _, ...metadata } = {}, ...others } = filters;
  const { createdAt, analysisId } = analysisMetadata;
  const condition = and(
    metadataEntry(scope, key, value),
    olderThan({ createdAt, id: analysisId }, after),
    allOf(scope, { ...others, metadata }, { limit }),
  );
  return sql`select ${rowid} from ${analysisMetadata}
    cross join ${analyses} on ${analyses.id} = ${analysisMetadata.analysisId}
    where ${condition}
    order by ${analysisMetadata.createdAt} desc, ${analysisMetadata.analysisId} desc
    limit ${limit} offset ${offset}`;
}

/** Every filter, and the position a page begins after. */
function allOf(scope: TenantScope, filters: AnalysisFilters, { after }: ListPage): SQL | undefined {
  return and(frameOf(scope, filters), remainderOf(scope, filters), olderThan(analyses, after));
}
