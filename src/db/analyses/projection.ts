import { and, eq, gt, sql, sum } from 'drizzle-orm';
import { searchTextOf } from '../../domain/analysis-list.ts';
import type { Analysis } from '../../domain/analysis.ts';
import type { DeletionReceipt, Removal } from '../../domain/job.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { Database } from '../database.ts';
import { createExternalIdRepository } from '../external-ids.ts';
import { analyses, analysisCounts, auditLog } from '../schema/index.ts';
import { createSearchIndex, type Names, type SearchIndex } from '../search-index.ts';
import { mine, type TenantDatabases } from '../tenant.ts';
import { createDeliveryRepository } from '../webhooks.ts';

/** What an analysis object writes about its analysis. Every write may be repeated. */
export interface AnalysisProjection {
  /** Writes the list row unless a newer version is there. */
  project(analysis: Analysis): Promise<void>;
  /** Makes the analysis found by its agent and contact. */
  index(analysis: Analysis): Promise<void>;
  /** Takes the analysis, its deliveries, and names that no other analysis has out of lists and searches. */
  remove(removal: Removal): Promise<void>;
  /** Says in the audit log that the analysis was deleted; the first receipt stays as it is. */
  addReceipt(receipt: DeletionReceipt): Promise<void>;
}

export function createAnalysisProjection(databases: TenantDatabases): AnalysisProjection {
  const { tenant } = databases;
  const search = createSearchIndex(databases);
  const deliveries = createDeliveryRepository(databases);
  return {
    async project(analysis) {
      if (analysis.accountId !== tenant.accountId || analysis.livemode !== tenant.livemode)
        throw new Error('analysis of another account');
      await project(await databases.write(), analysis);
    },
    async index({ submission: { agentId, contactId } }) {
      await search.add({ agents: [agentId].filter(isName), contacts: [contactId].filter(isName) });
    },
    async remove(removal) {
      await removeAnalysis(databases, removal);
      await deliveries.removeSubject(removal.id);
    },
    addReceipt: (receipt) => addReceipt(databases, receipt),
  };
}

async function project(db: Database, analysis: Analysis): Promise<void> {
  const row = toRow(analysis);
  await db
    .insert(analyses)
    .values(row)
    .onConflictDoUpdate({
      target: analyses.id,
      set: row,
      setWhere: sql`${mine(analysis, analyses)} and ${analyses.version} < excluded.version`,
    });
}

function isName(name: string | null): name is string {
  return name !== null;
}

/** What an analysis says about its row; the database adds the number. */
function toRow(analysis: Analysis): typeof analyses.$inferInsert {
  const { headline, timings, submission, ...rest } = analysis;
  const { agentId, contactId } = submission;
  return {
    ...rest,
    ...headline,
    ...timings,
    submission,
    agentId,
    contactId,
    searchText: searchTextOf(agentId, contactId),
  };
}

async function removeAnalysis(
  databases: TenantDatabases,
  { id, agentId, contactId, external }: Removal,
): Promise<void> {
  const { tenant } = databases;
  const db = await databases.write();
  // Goes with the row, if there ever was one.
  if (external) await createExternalIdRepository(databases).release(external, id);
  await db.delete(analyses).where(and(eq(analyses.id, id), mine(tenant, analyses)));
  const unused = async (kind: 'agent' | 'contact', name: string | null) =>
    name !== null && !(await isUsed(db, tenant, kind, name)) ? [name] : [];
  const names = { agents: await unused('agent', agentId), contacts: await unused('contact', contactId) };
  if (names.agents.length + names.contacts.length > 0)
    await removeNames(db, createSearchIndex(databases), tenant, names);
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

async function addReceipt(
  { directory, tenant }: TenantDatabases,
  { analysisId, requestedBy, ...receipt }: DeletionReceipt,
): Promise<void> {
  const entry = { ...tenant, action: 'analysis.deleted', subjectId: analysisId } as const;
  await directory
    .insert(auditLog)
    .values({ id: `${entry.action}:${analysisId}`, ...entry, ...receipt, keyId: requestedBy })
    .onConflictDoNothing();
}
