import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { LoggedDelivery } from '../domain/delivery.ts';
import type { PagePosition } from '../domain/page-cursor.ts';
import { webhookDeliveries } from './schema/index.ts';
import { mine, type TenantDatabases } from './tenant.ts';

/** What the objects delivered for one account in one mode. */
export interface DeliveryRepository {
  /** Writes the row of a delivery unless a later state is there already. */
  record(delivery: LoggedDelivery): Promise<void>;
  /** Newest first, those after `after`. */
  list(
    by: { webhookId: string } | { subjectId: string },
    limit: number,
    after: PagePosition | null,
  ): Promise<LoggedDelivery[]>;
  find(id: string): Promise<LoggedDelivery | null>;
  removeSubject(subjectId: string): Promise<void>;
}

export function createDeliveryRepository(databases: TenantDatabases): DeliveryRepository {
  const isMine = mine(databases.tenant, webhookDeliveries);
  return {
    async record(delivery) {
      const db = await databases.write();
      const row = { ...delivery, ...databases.tenant };
      await db
        .insert(webhookDeliveries)
        .values(row)
        .onConflictDoUpdate({
          target: webhookDeliveries.id,
          set: row,
          setWhere: sql`${isMine} and ${webhookDeliveries.version} < excluded.version`,
        });
    },
    async list(by, limit, after) {
      const db = await databases.read();
      const rows = await db
        .select()
        .from(webhookDeliveries)
        .where(and(isMine, concerns(by), after ? behind(after) : undefined))
        .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
        .limit(limit);
      return rows.map(toDelivery);
    },
    async find(id) {
      const db = await databases.read();
      const row = await db
        .select()
        .from(webhookDeliveries)
        .where(and(eq(webhookDeliveries.id, id), isMine))
        .get();
      return row ? toDelivery(row) : null;
    },
    async removeSubject(subjectId) {
      const db = await databases.write();
      await db.delete(webhookDeliveries).where(and(isMine, eq(webhookDeliveries.subjectId, subjectId)));
    },
  };
}

function concerns(by: { webhookId: string } | { subjectId: string }): SQL {
  return 'webhookId' in by
    ? eq(webhookDeliveries.webhookId, by.webhookId)
    : eq(webhookDeliveries.subjectId, by.subjectId);
}

function behind({ createdAt, id }: PagePosition): SQL {
  return sql`(${webhookDeliveries.createdAt}, ${webhookDeliveries.id}) < (${createdAt}, ${id})`;
}

function toDelivery(row: typeof webhookDeliveries.$inferSelect): LoggedDelivery {
  const { accountId: _account, livemode: _mode, ...delivery } = row;
  return delivery;
}
