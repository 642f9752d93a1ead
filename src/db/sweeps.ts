import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { SweepName } from '../domain/queue-messages.ts';
import type { Database } from './database.ts';
import type { Shards } from './shards.ts';
import { analyses, sweeps, webhookDeliveries } from './schema/index.ts';

/** What sweeps need to know across all accounts. */
export interface SweepRepository {
  /** How far a sweep has come; `''`: it is at its beginning. */
  position(name: SweepName): Promise<string>;
  /** Says whether the sweep was still at `from`; else nothing changes. */
  move(name: SweepName, from: string, to: string): Promise<boolean>;
  /** Which of an account's analyses, in either mode, have a row. */
  existing(accountId: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** The names of all databases that have rows of accounts, in an order that stays. */
  readonly shards: readonly string[];
  /** Removes up to `limit` deliveries of a database that are done and were made before this time; says how many. */
  removeDeliveries(shard: string, beforeMs: number, limit: number): Promise<number>;
}

export function createSweepRepository(directory: Database, shards: Shards): SweepRepository {
  return {
    async position(name) {
      const row = await directory.select().from(sweeps).where(eq(sweeps.name, name)).get();
      return row?.position ?? '';
    },
    async move(name, from, to) {
      const moved = await directory
        .insert(sweeps)
        .values({ name, position: to })
        .onConflictDoUpdate({
          target: sweeps.name,
          set: { position: to },
          setWhere: eq(sweeps.position, from),
        })
        .returning({ name: sweeps.name });
      return moved.length > 0;
    },
    async existing(accountId, ids) {
      const db = await shards.locate(accountId);
      const rows = await db
        .select({ id: analyses.id })
        .from(analyses)
        .where(sql`${analyses.id} in (select value from json_each(${JSON.stringify(ids)}))`);
      return new Set(rows.map(({ id }) => id));
    },
    shards: [...shards.databases.keys()],
    async removeDeliveries(shard, beforeMs, limit) {
      const db = shards.databases.get(shard);
      if (!db) throw new Error(`"${shard}" is not bound`);
      const { id, createdAt, nextAttemptAt } = webhookDeliveries;
      const old = db
        .select({ id })
        .from(webhookDeliveries)
        .where(and(lt(createdAt, beforeMs), isNull(nextAttemptAt)))
        .limit(limit);
      const removed = await db.delete(webhookDeliveries).where(inArray(id, old)).returning({ id });
      return removed.length;
    },
  };
}
