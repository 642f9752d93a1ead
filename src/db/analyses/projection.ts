import { and, eq, gt, sql, sum } from 'drizzle-orm';
import type { Analysis } from '../../domain/analysis.ts';
import type { DeletionReceipt, Removal } from '../../domain/job.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { Database, Shards } from '../database.ts';
import { createDeliveryRepository } from '../deliveries.ts';
import { analyses, analysisCounts, auditLog } from '../schema/index.ts';
import { createSearchIndex, type Names, type SearchIndex } from '../search-index.ts';
import { mine } from '../tenant.ts';
import { createAnalysisRepository } from './repository.ts';

/** The databases that say something about an analysis. */
interface AnalysisDatabases {
  readonly directory: Database;
  readonly shards: Shards;
  readonly search: Database;
}

/** What an analysis object writes about its analysis, in one account and mode. Every write may be repeated. */
export function createAnalysisProjection({ directory, shards, search }: AnalysisDatabases, tenant: Tenant) {
  const index = createSearchIndex(search, tenant);
  const handle = createAnalysisRepository(shards, index, tenant);
  const remover = createAnalysisRemover(shards, index, tenant);
  const deliveries = createDeliveryRepository(shards, tenant);
  const audit = createAuditLog(directory, tenant);
  return {
    project: (analysis: Analysis) => handle.project(analysis),
    index: (analysis: Analysis) => handle.index(analysis),
    async remove(removal: Removal) {
      await remover.remove(removal);
      await deliveries.removeSubject(removal.id);
    },
    addReceipt: (receipt: DeletionReceipt) => audit.addDeletion(receipt),
  };
}

/** Takes analyses of one account in one mode out of its lists. */
interface AnalysisRemover {
  /** Removes the row, its entries in the tallies, and from the search index names that no analysis has any more. */
  remove(removal: Removal): Promise<void>;
}

function createAnalysisRemover(shards: Shards, search: SearchIndex, tenant: Tenant): AnalysisRemover {
  return {
    async remove({ id, agentId, contactId }) {
      const db = await shards.locateForWriting(tenant.accountId);
      await db.delete(analyses).where(and(eq(analyses.id, id), mine(tenant)));
      const unused = async (kind: 'agent' | 'contact', name: string | null) =>
        name !== null && !(await isUsed(db, tenant, kind, name)) ? [name] : [];
      const names = { agents: await unused('agent', agentId), contacts: await unused('contact', contactId) };
      if (names.agents.length + names.contacts.length > 0) await removeNames(db, search, tenant, names);
    },
  };
}

/** A name that came into use again meanwhile is put back: whoever uses it writes its row before the name. */
async function removeNames(db: Database, search: SearchIndex, tenant: Tenant, names: Names): Promise<void> {
  await search.remove(names);
  const used = async (kind: 'agent' | 'contact', all: readonly string[]) => {
    const checked = await Promise.all(
      all.map(async (name) => [name, await isUsed(db, tenant, kind, name)] as const),
    );
    return checked.filter(([, isUsedAgain]) => isUsedAgain).map(([name]) => name);
  };
  const back = { agents: await used('agent', names.agents), contacts: await used('contact', names.contacts) };
  if (back.agents.length + back.contacts.length > 0) await search.add(back);
}

async function isUsed(
  db: Database,
  tenant: Tenant,
  kind: 'agent' | 'contact',
  name: string,
): Promise<boolean> {
  const row = await db
    .select({ count: sum(analysisCounts.count).mapWith(Number) })
    .from(analysisCounts)
    .where(
      and(
        mine(tenant, analysisCounts),
        eq(analysisCounts.kind, kind),
        eq(analysisCounts.key, name),
        gt(analysisCounts.count, sql`0`),
      ),
    )
    .get();
  return (row?.count ?? 0) > 0;
}

/** What was done for good in one account and mode. Only ever appended to. */
interface AuditLog {
  /** The first receipt of a deletion stays as it is. */
  addDeletion(receipt: DeletionReceipt): Promise<void>;
}

function createAuditLog(directory: Database, { accountId, livemode }: Tenant): AuditLog {
  return {
    async addDeletion({ analysisId, requestedBy, ...receipt }) {
      const entry = { accountId, livemode, action: 'analysis.deleted', subjectId: analysisId } as const;
      await directory
        .insert(auditLog)
        .values({ id: `${entry.action}:${analysisId}`, ...entry, ...receipt, keyId: requestedBy })
        .onConflictDoNothing();
    },
  };
}
