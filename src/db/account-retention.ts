import { eq } from 'drizzle-orm';
import { accounts } from './schema/index.ts';
import type { Database } from './system.ts';

/** Days for which an account's analyses are kept by default, in the directory. */
export function accountRetentionIn(directory: Database) {
  return {
    async read(accountId: string): Promise<number | null> {
      const columns = { days: accounts.retentionDays };
      const row = await directory.select(columns).from(accounts).where(eq(accounts.id, accountId)).get();
      return row?.days ?? null;
    },
    async write(accountId: string, days: number): Promise<void> {
      await directory.update(accounts).set({ retentionDays: days }).where(eq(accounts.id, accountId));
    },
  };
}
