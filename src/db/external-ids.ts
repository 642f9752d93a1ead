import { and, desc, eq } from 'drizzle-orm';
import type { Analysis } from '../domain/analysis.ts';
import type { ExternalId } from '../domain/submission.ts';
import { fromRow } from './analyses/repository.ts';
import type { Database } from './database.ts';
import { analyses, SESSION_ID } from './schema/analyses.ts';
import { externalIds } from './schema/index.ts';
import { mine, type TenantDatabases } from './tenant.ts';

/** Finds the analyses of one account in one mode by ids that its caller gave. */
export interface ExternalIdRepository {
  /** The newest analysis whose submission names the session. */
  findNewestOfSession(sessionId: string): Promise<Analysis | null>;
  /** Gives the external id to the analysis unless another one has it; answers the id of the one that has it now. */
  claim(name: ExternalId, analysisId: string): Promise<string>;
  /** Takes the external id from an analysis if that one still has it. */
  release(name: ExternalId, analysisId: string): Promise<void>;
}

export function createExternalIdRepository(databases: TenantDatabases): ExternalIdRepository {
  const { tenant } = databases;
  return {
    async findNewestOfSession(sessionId) {
      const db = await databases.read();
      const row = await db
        .select()
        .from(analyses)
        .where(and(mine(tenant, analyses), eq(SESSION_ID, sessionId)))
        .orderBy(desc(analyses.createdAt), desc(analyses.id))
        .limit(1)
        .get();
      return row ? fromRow(row).analysis : null;
    },
    async claim(name, analysisId) {
      const db = await databases.write();
      return claim(db, { ...tenant, ...name, analysisId });
    },
    async release(name, analysisId) {
      const db = await databases.write();
      await db
        .delete(externalIds)
        .where(
          and(
            mine(tenant, externalIds),
            eq(externalIds.projectId, name.projectId),
            eq(externalIds.externalId, name.externalId),
            eq(externalIds.analysisId, analysisId),
          ),
        );
    },
  };
}

/** One statement: of two claims at the same time, one is first. */
async function claim(db: Database, entry: typeof externalIds.$inferInsert): Promise<string> {
  const { accountId, livemode, projectId, externalId, analysisId } = externalIds;
  const rows = await db
    .insert(externalIds)
    .values(entry)
    .onConflictDoUpdate({
      target: [accountId, livemode, projectId, externalId],
      // Changes nothing: without an update, an entry that was there would not be returned.
      set: { externalId: entry.externalId },
    })
    .returning({ analysisId });
  return rows[0]?.analysisId ?? entry.analysisId;
}
