import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import type { Entry, PagePosition } from '../domain/page-cursor.ts';
import type { RejectedSubmission } from '../domain/queue-messages.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Database, readEntries } from './database.ts';
import { rejectedSubmissions } from './schema/index.ts';
import { mine, olderThan, type TenantDatabases } from './tenant.ts';

/** The messages of one account and mode that became no analysis. */
export interface RejectedSubmissionRepository {
  /** Newest first, those after `after`. */
  list(limit: number, after: PagePosition | null): Promise<Entry<RejectedSubmission>[]>;
}

export function createRejectedSubmissionRepository({
  directory: db,
  tenant,
}: TenantDatabases): RejectedSubmissionRepository {
  const table = rejectedSubmissions;
  const isMine = mine(tenant, table);
  return {
    list(limit, after) {
      const { id, createdAt } = table;
      const page = and(isMine, olderThan(table, after));
      const order = [desc(createdAt), desc(id)];
      return readEntries({
        all: async () =>
          (
            await db
              .select()
              .from(table)
              .where(page)
              .orderBy(...order)
              .limit(limit)
          ).map(toRejected),
        places: () =>
          db
            .select({ id, createdAt })
            .from(table)
            .where(page)
            .orderBy(...order)
            .limit(limit),
        async one(oneId) {
          const row = await db
            .select()
            .from(table)
            .where(and(eq(id, oneId), isMine))
            .get();
          return row ? toRejected(row) : null;
        },
      });
    },
  };
}

function toRejected(row: typeof rejectedSubmissions.$inferSelect): RejectedSubmission {
  const { accountId: _account, livemode: _mode, code, message, details, ...rest } = row;
  return { ...rest, error: { code, message, details } };
}

/** Not bound to an account: of some messages nobody knows whose they are. A message that comes again changes nothing. */
export async function addRejected(
  db: Database,
  tenant: Tenant | null,
  rejected: RejectedSubmission,
): Promise<void> {
  const { error, ...rest } = rejected;
  const row = { ...rest, ...error, accountId: tenant?.accountId ?? null, livemode: tenant?.livemode ?? null };
  await db.insert(rejectedSubmissions).values(row).onConflictDoNothing();
}

/** Removes up to `limit` of those that are older; says how many. */
export async function removeRejectedBefore(db: Database, beforeMs: number, limit: number): Promise<number> {
  const { id, createdAt } = rejectedSubmissions;
  const old = db.select({ id }).from(rejectedSubmissions).where(lt(createdAt, beforeMs)).limit(limit);
  const removed = await db.delete(rejectedSubmissions).where(inArray(id, old)).returning({ id });
  return removed.length;
}
