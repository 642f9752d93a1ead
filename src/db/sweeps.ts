import { eq, sql } from 'drizzle-orm';
import { analyses, sweeps } from './schema/index.ts';
import type { Shards } from './shards.ts';
import type { Database } from './system.ts';

/** What sweeps need to know across all accounts. */
export interface SweepBook {
  /** Where the last run of a sweep stopped; `''`: at the end, or never run. */
  position(name: string): Promise<string>;
  setPosition(name: string, position: string): Promise<void>;
  /** Which of an account's analyses, in either mode, have a row. */
  known(accountId: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

export function openSweepBook(directory: Database, shards: Shards): SweepBook {
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
    async known(accountId, ids) {
      const db = await shards.locate(accountId);
      const rows = await db
        .select({ id: analyses.id })
        .from(analyses)
        .where(sql`${analyses.id} in (select value from json_each(${JSON.stringify(ids)}))`);
      return new Set(rows.map(({ id }) => id));
    },
  };
}
