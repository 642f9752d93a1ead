import { eq } from 'drizzle-orm';
import type { AccountSettings } from '../domain/tenant.ts';
import type { Database } from './database.ts';
import { accounts } from './schema/index.ts';

const columns = {
  retentionDays: accounts.retentionDays,
  monthlyBudgetUsdCents: accounts.monthlyBudgetUsdCents,
};

/** What accounts decide for all their calls, in the directory. */
export function createAccountSettingsRepository(directory: Database) {
  return {
    async read(accountId: string): Promise<AccountSettings | null> {
      const row = await directory.select(columns).from(accounts).where(eq(accounts.id, accountId)).get();
      return row ?? null;
    },
    /** Changes what `changes` has; answers what is true then, `null` where there is no such account. */
    async write(accountId: string, changes: Partial<AccountSettings>): Promise<AccountSettings | null> {
      const mine = eq(accounts.id, accountId);
      const row = await directory.update(accounts).set(changes).where(mine).returning(columns).get();
      return row ?? null;
    },
  };
}

/** Whether the account that a token names is one. */
export async function accountExists(db: Database, id: string): Promise<boolean> {
  return (await db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, id)).get()) !== undefined;
}
