import path from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { z } from 'zod';
import { readWorkerConfig, ROOT } from '../worker/config.ts';
import { databaseIds, persistPath } from '../worker/open-worker.ts';
import { readMigrations } from './migrations.ts';

type LocalDatabase = Awaited<ReturnType<Miniflare['getD1Database']>>;

interface LocalDatabases {
  named(binding: string): Promise<LocalDatabase>;
  close(): Promise<void>;
}

const Applied = z.array(z.object({ name: z.string() }));

/** Brings the databases of a local system to the latest migration, and runs `sql`, on one line, in the main one. */
export async function prepareDatabases(stateDir: string, sql: string): Promise<void> {
  const databases = openLocalDatabases(stateDir);
  try {
    for (const { binding, migrations_dir: folder } of readWorkerConfig().d1_databases)
      await applyMigrations(await databases.named(binding), path.join(ROOT, folder));
    const main = await databases.named('DB');
    await main.exec(sql);
  } finally {
    await databases.close();
  }
}

/** Opens the databases of a local system without its Worker, as they are. */
export function openLocalDatabases(stateDir: string): LocalDatabases {
  const config = readWorkerConfig();
  const databases = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      resourcePersistencePath: persistPath(stateDir),
      modules: true,
      script: 'export default {}',
      compatibilityDate: config.compatibility_date,
      d1Databases: databaseIds(config),
    }),
  );
  return { named: (binding) => databases.getD1Database(binding), close: () => databases.dispose() };
}

/** Applies what is new in a folder, each file as one transaction, and notes it where wrangler does. */
async function applyMigrations(db: LocalDatabase, folder: string): Promise<void> {
  await db
    .prepare(
      `CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
        applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`,
    )
    .run();
  const { results } = await db.prepare('SELECT name FROM d1_migrations').all();
  const applied = new Set(Applied.parse(results).map(({ name }) => name));
  for (const { file, sql } of readMigrations(folder)) {
    const name = path.basename(file);
    if (applied.has(name)) continue;
    const note = db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name);
    await db.batch([...statementsOf(sql).map((statement) => db.prepare(statement)), note]);
  }
}

/** The statements of a migration. */
export function statementsOf(sql: string): string[] {
  return sql.split('--> statement-breakpoint').filter((statement) => statement.trim() !== '');
}
