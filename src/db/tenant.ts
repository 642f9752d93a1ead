import { and, eq, type SQL } from 'drizzle-orm';
import type { Tenant } from '../domain/tenant.ts';
import type { Database } from './database.ts';
import {
  analyses,
  type analysisCounts,
  type analysisMetadata,
  type externalIds,
  type metadataCounts,
} from './schema/index.ts';
import type { SearchIndex } from './search-index.ts';

/** One account in one mode, and where its rows are. */
export interface TenantScope extends Tenant {
  readonly db: Database;
  readonly search: SearchIndex;
}

type ScopedTable =
  | typeof analyses
  | typeof analysisCounts
  | typeof analysisMetadata
  | typeof externalIds
  | typeof metadataCounts;

export function mine({ accountId, livemode }: Tenant, table: ScopedTable = analyses): SQL {
  const condition = and(eq(table.accountId, accountId), eq(table.livemode, livemode));
  if (!condition) throw new Error('an account without a condition');
  return condition;
}
