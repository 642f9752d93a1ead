import { eq, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { Shards } from './shards.ts';
import { analyses, sweeps } from './schema/index.ts';

/** What sweeps need to know across all accounts. */
export interface SweepRepository {
  /** Where the last run of a sweep stopped; `''`: at the end, or never run. */
  position(name: string): Promise<string>;
  setPosition(name: string, position: string): Promise<void>;
  /** Which of an account's analyses, in either mode, have a row. */
  existing(accountId: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

export function createSweepRepository(directory: Database, shards: Shards): SweepRepository {
  return {
    async position(name) {
      const row = await directory.select().from(sweeps).where(eq(sweeps.name, name)).get();
      return row?.position ?? '';
    },
    async setPosition(name, position) {
      await directory
        .insert(sweeps)
        .values({ name, position })
        .onConflictDoUpdate({ target: sweeps.name, set: { position } });
    },
    async existing(accountId, ids) {
      const db = await shards.locate(accountId);
      const rows = await db
        .select({ id: analyses.id })
        .from(analyses)
        .where(sql`${analyses.id} in (select value from json_each(${JSON.stringify(ids)}))`);
      return new Set(rows.map(({ id }) => id));
    },
  };
}
