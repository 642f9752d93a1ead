import { DrizzleQueryError, type SQL } from 'drizzle-orm';
import { drizzle, type DrizzleD1Database } from 'drizzle-orm/d1';
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';
import type { Entry, PagePosition } from '../domain/page-cursor.ts';

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

/** Three ways to the same rows: all of them, their places in the same order, and one by its id. */
interface RowReader<Row> {
  all(): Promise<Row[]>;
  places(): PromiseLike<PagePosition[]>;
  one(id: string): Promise<Row | null>;
}

/** Entries of a list, in their order. Rows are read one by one where one of them cannot be read. */
export async function readEntries<Row extends PagePosition>(reader: RowReader<Row>): Promise<Entry<Row>[]> {
  const rows = await unlessUnreadable(reader.all());
  if (rows) return rows.map((row) => ({ at: row, row }));
  const places = await reader.places();
  return Promise.all(places.map(async (at) => ({ at, row: await unlessUnreadable(reader.one(at.id)) })));
}

/** A database that is away is no row that cannot be read. */
async function unlessUnreadable<Value>(read: Promise<Value>): Promise<Value | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof DrizzleQueryError) throw error;
    return null;
  }
}
