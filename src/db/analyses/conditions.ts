import { and, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { type AnalysisFilters, fold } from '../../domain/analysis-list.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { Database } from '../database.ts';
import { analyses, analysisMetadata } from '../schema/index.ts';
import type { SearchIndex } from '../search-index.ts';
import { mine } from '../tenant.ts';

/** What the queries of a list go to: a tenant, the database with its analyses, and the index of names. */
export interface TenantScope extends Tenant {
  readonly db: Database;
  readonly search: SearchIndex;
}

/** Filters along which an index runs from the newest row to the oldest. */
export function frameOf(scope: TenantScope, filters: AnalysisFilters): SQL | undefined {
  const { statuses, agentId, contactId, createdAfter, createdBefore } = filters;
  const [onlyStatus] = statuses?.length === 1 ? statuses : [];
  return and(
    mine(scope, analyses),
    statuses && (onlyStatus ? eq(analyses.status, onlyStatus) : inArray(analyses.status, [...statuses])),
    agentId === undefined ? undefined : eq(analyses.agentId, agentId),
    contactId === undefined ? undefined : eq(analyses.contactId, contactId),
    createdAfter === undefined ? undefined : gte(analyses.createdAt, createdAfter),
    createdBefore === undefined ? undefined : lt(analyses.createdAt, createdBefore),
  );
}

/** The other filters, looked up row by row and never by an index; `undefined` where there are none. */
export function remainderOf(scope: TenantScope, filters: AnalysisFilters): SQL | undefined {
  const { search, minScore, metadata = {} } = filters;
  return and(
    search === undefined ? undefined : sql`instr(${analyses.searchText}, ${fold(search)}) > 0`,
    minScore === undefined ? undefined : sql`+${analyses.overallScore} >= ${minScore}`,
    ...Object.entries(metadata).map(
      ([key, value]) =>
        sql`exists (select 1 from ${analysisMetadata} where ${and(
          metadataEntry(scope, key, value),
          eq(analysisMetadata.createdAt, analyses.createdAt),
          eq(analysisMetadata.analysisId, analyses.id),
        )})`,
    ),
  );
}

export function metadataEntry(scope: TenantScope, key: string, value: string): SQL | undefined {
  return and(mine(scope, analysisMetadata), eq(analysisMetadata.key, key), eq(analysisMetadata.value, value));
}

export const NEWEST_FIRST = sql`${analyses.createdAt} desc, ${analyses.id} desc`;
