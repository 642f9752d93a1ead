import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { runTogether } from '../../src/db/database.ts';
import { analyses } from '../../src/db/schema/index.ts';
import { mine } from '../../src/db/tenant.ts';
import { createAccount } from './account.ts';
import { databasesOf, series } from './analysis-series.ts';

it('a statement that does not name the account of its tenant is not run', async () => {
  const account = await createAccount();
  const [stranger] = await series(await createAccount(), 2);
  const databases = databasesOf(account);
  for (const db of [databases.directory, databases.search, await databases.read(), await databases.write()]) {
    await expect(async () => db.all(sql`select * from ${analyses}`)).rejects.toThrow();
    await expect(async () => db.select().from(analyses)).rejects.toThrow();
    await expect(async () => db.delete(analyses)).rejects.toThrow();
    await expect(runTogether(db, [sql`delete from ${analyses}`])).rejects.toThrow(
      'does not name its account',
    );
  }
  const db = await databases.read();
  expect(await db.select().from(analyses).where(mine(databases.tenant, analyses))).toEqual([]);
  const theirs = databasesOf({ id: stranger?.accountId ?? '' });
  expect(await (await theirs.read()).$count(analyses, mine(theirs.tenant, analyses))).toBe(2);
});
