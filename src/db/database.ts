import { and, eq, isNull, lt, or, type SQL } from 'drizzle-orm';
import { drizzle, type DrizzleD1Database } from 'drizzle-orm/d1';
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';
import type { ApiKey } from '../domain/api-key.ts';
import { accounts, apiKeys } from './schema/index.ts';

export type Database = DrizzleD1Database & { readonly $client: D1Database };

export function openDatabase(binding: D1Database): Database {
  return drizzle(binding);
}

/** The one look-up that is not bound to an account: it is how the account is found. `hash` is hex SHA-256. */
export async function findApiKey(db: Database, hash: string): Promise<ApiKey | null> {
  const row = await db.select().from(apiKeys).where(eq(apiKeys.hash, hash)).get();
  if (!row) return null;
  return {
    id: row.id,
    accountId: row.accountId,
    livemode: row.livemode,
    scopes: row.scopes.split(' '),
    expiresAt: row.expiresAt,
    revokedAt: row.revokedAt,
  };
}

/** Records the last use of a key unless one after `unlessAfter` is there already. Both in milliseconds since 1970. */
export async function touchApiKey(
  db: Database,
  id: string,
  nowMs: number,
  unlessAfter: number,
): Promise<void> {
  const isOlder = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, unlessAfter));
  await db
    .update(apiKeys)
    .set({ lastUsedAt: nowMs })
    .where(and(eq(apiKeys.id, id), isOlder));
}

/** Whether the account that a token names is one. */
export async function accountExists(db: Database, id: string): Promise<boolean> {
  return (await db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, id)).get()) !== undefined;
}

const dialect = new SQLiteAsyncDialect();

/** Runs all statements or none, in one round trip. Raw statements: drizzle's own batch takes only built ones. */
export async function runTogether({ $client }: Database, statements: readonly SQL[]): Promise<void> {
  const prepared = statements.map((statement) => {
    const { sql, params } = dialect.sqlToQuery(statement);
    return $client.prepare(sql).bind(...params);
  });
  await $client.batch(prepared);
}

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
  return {
    directory: openDatabase(DB),
    search: openDatabase(SEARCH),
    shards: openShards({ ...bindings }),
  };
}

/** The databases by the names of their bindings. `DB` is the directory: accounts and keys are there and nowhere else. */
export interface Shards {
  /** Where the rows of an account are. */
  locate(accountId: string): Promise<Database>;
  /** The same, for writing. Throws while the account is being moved: the writer is to try again later. */
  locateForWriting(accountId: string): Promise<Database>;
}

const DIRECTORY = 'DB';
const SHARD = /^DB(_\d+)?$/;

/** Takes every binding named `DB`, `DB_1`, `DB_2`, … With only one of them, no account is ever looked up. */
export function openShards(bindings: Readonly<Record<string, unknown>>): Shards {
  const databases = new Map(
    Object.entries(bindings).flatMap(([name, binding]) =>
      SHARD.test(name) && isDatabase(binding) ? [[name, openDatabase(binding)] as const] : [],
    ),
  );
  const directory = databases.get(DIRECTORY);
  if (!directory) throw new Error(`there is no database binding "${DIRECTORY}"`);
  const onlyOne = databases.size === 1;

  async function look(accountId: string): Promise<{ db: Database; moving: boolean }> {
    const columns = { shard: accounts.shard, moving: accounts.moving };
    const row = await directory?.select(columns).from(accounts).where(eq(accounts.id, accountId)).get();
    const db = databases.get(row?.shard ?? DIRECTORY);
    if (!db) throw new Error(`account ${accountId} is on "${row?.shard}", which is not bound`);
    return { db, moving: row?.moving ?? false };
  }

  return {
    locate: async (accountId) => (onlyOne ? directory : (await look(accountId)).db),
    async locateForWriting(accountId) {
      if (onlyOne) return directory;
      const { db, moving } = await look(accountId);
      if (moving) throw new Error(`account ${accountId} is being moved`);
      return db;
    },
  };
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
