import { eq } from 'drizzle-orm';
import { type Database, openDatabase } from './database.ts';
import { accounts } from './schema/index.ts';

/** All databases of a deployment. */
export interface Databases {
  /** `DB`: accounts, their keys and what they configured. */
  readonly directory: Database;
  /** Which agents and contacts there are. */
  readonly search: Database;
  readonly shards: Shards;
}

/** Takes the search index and every binding named `DB`, `DB_1`, `DB_2`, … */
export function openDatabases(bindings: { readonly DB: D1Database; readonly SEARCH: D1Database }): Databases {
  const { DB, SEARCH } = bindings;
  const directory = openDatabase(DB);
  return { directory, search: openDatabase(SEARCH), shards: openShards(directory, { ...bindings }) };
}

/** The databases by the names of their bindings. `DB` is the directory: accounts and keys are there and nowhere else. */
export interface Shards {
  /** All of them, `DB` first, then by their numbers. */
  readonly databases: ReadonlyMap<string, Database>;
  /** Where the rows of an account are. */
  locate(accountId: string): Promise<Database>;
  /** The same, for writing. Throws while the account is being moved: the writer is to try again later. */
  locateForWriting(accountId: string): Promise<Database>;
}

const DIRECTORY = 'DB';

const SHARD = /^DB(_\d+)?$/;

/** With only one of them, no account is ever looked up. */
function openShards(directory: Database, bindings: Readonly<Record<string, unknown>>): Shards {
  const databases = new Map(
    Object.entries(bindings)
      .toSorted(([a], [b]) => numberOf(a) - numberOf(b))
      .flatMap(([name, binding]) =>
        SHARD.test(name) && isDatabase(binding) ? [[name, openDatabase(binding)] as const] : [],
      ),
  );
  const onlyOne = databases.size === 1;

  async function look(accountId: string): Promise<{ db: Database; moving: boolean }> {
    const columns = { shard: accounts.shard, moving: accounts.moving };
    const row = await directory.select(columns).from(accounts).where(eq(accounts.id, accountId)).get();
    const db = databases.get(row?.shard ?? DIRECTORY);
    if (!db) throw new Error(`account ${accountId} is on "${row?.shard}", which is not bound`);
    return { db, moving: row?.moving ?? false };
  }

  return {
    databases,
    locate: async (accountId) => (onlyOne ? directory : (await look(accountId)).db),
    async locateForWriting(accountId) {
      if (onlyOne) return directory;
      const { db, moving } = await look(accountId);
      if (moving) throw new Error(`account ${accountId} is being moved`);
      return db;
    },
  };
}

function numberOf(binding: string): number {
  return Number(binding.split('_')[1] ?? 0);
}

/** The name of the binding of the database that has the account's rows. Throws where there is no such account. */
export async function accountShard(directory: Database, accountId: string): Promise<string> {
  const row = await directory
    .select({ shard: accounts.shard })
    .from(accounts)
    .where(eq(accounts.id, accountId))
    .get();
  if (!row) throw new Error(`there is no account ${accountId}`);
  return row.shard;
}

function isDatabase(binding: unknown): binding is D1Database {
  return typeof binding === 'object' && binding !== null && 'prepare' in binding && 'batch' in binding;
}
