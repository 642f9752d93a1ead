import { type SQL } from 'drizzle-orm';
import { drizzle, type DrizzleD1Database } from 'drizzle-orm/d1';
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';

export type Database = DrizzleD1Database & { readonly $client: D1Database };

export function openDatabase(binding: D1Database): Database {
  return drizzle(binding);
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
