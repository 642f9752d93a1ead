import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

/** Where the migrations of `DB`, `DB_1`, … are. */
export const MAIN_MIGRATIONS = path.resolve(import.meta.dirname, '../../migrations/main');

const Triggers = z.array(z.object({ name: z.string(), sql: z.string() }));

interface Migration {
  readonly file: string;
  readonly sql: string;
}

/** The migrations of a folder, in the order in which they are applied. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.toSorted().map((name) => {
    const file = path.join(folder, name);
    return { file, sql: readFileSync(file, 'utf8') };
  });
}

/** An empty database in memory, with every table and trigger of `DB`. */
export function openMigrated(): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  for (const { sql } of readMigrations(MAIN_MIGRATIONS)) db.exec(sql);
  return db;
}

/** The triggers of a database by their names, as they were written. */
export function triggersOf(db: DatabaseSync): Map<string, string> {
  const rows = db.prepare("select name, sql from sqlite_schema where type = 'trigger'").all();
  return new Map(Triggers.parse(rows).map(({ name, sql }) => [name, sql]));
}
