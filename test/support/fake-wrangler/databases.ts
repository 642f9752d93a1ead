import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

interface Configured {
  readonly binding: string;
  readonly database_id: string;
  readonly migrations_dir: string;
}

/** The database that a configuration means by a binding, as a file beside the account. */
function open(stateFile: string, config: string, binding: string): { db: DatabaseSync; folder: string } {
  const { d1_databases: list }: { d1_databases: Configured[] } = JSON.parse(readFileSync(config, 'utf8'));
  const found = list.find((database) => database.binding === binding);
  if (!found) throw new Error(`Couldn't find a D1 DB with the name or binding '${binding}'`);
  const file = path.join(path.dirname(stateFile), `${found.database_id}.sqlite`);
  return { db: new DatabaseSync(file), folder: path.resolve(path.dirname(config), found.migrations_dir) };
}

export function applyMigrations(stateFile: string, config: string, binding: string): string {
  const { db, folder } = open(stateFile, config, binding);
  db.exec('CREATE TABLE IF NOT EXISTS d1_migrations (name TEXT UNIQUE)');
  const isApplied = db.prepare('SELECT 1 FROM d1_migrations WHERE name = ?');
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  const missing = files.toSorted().filter((name) => isApplied.get(name) === undefined);
  for (const name of missing) {
    db.exec(readFileSync(path.join(folder, name), 'utf8'));
    db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').run(name);
  }
  return missing.length === 0 ? '✅ No migrations to apply!' : missing.map((name) => `${name} ✅`).join('\n');
}

/** Of one query its rows; of several statements none. */
export function execute(stateFile: string, config: string, binding: string, sql: string): string {
  const { db } = open(stateFile, config, binding);
  const isQuery = sql.startsWith('SELECT');
  if (!isQuery) db.exec(sql);
  const results = isQuery ? db.prepare(sql).all() : [];
  return JSON.stringify([{ results, success: true, meta: { changed_db: !isQuery } }], null, 2);
}
