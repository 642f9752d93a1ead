import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openLocalDatabases, statementsOf } from '../scripts/databases/local.ts';
import { readMigrations } from '../scripts/databases/migrations.ts';
import { openWorker, persistPath } from '../scripts/worker/open-worker.ts';
import { HIGH_RATE_LIMITS } from '../test/e2e/client.ts';
import { API_KEY, fillDatabase } from './list-data.ts';

export interface ListSystem {
  /** Answers how long the API took to answer, milliseconds, and its answer. */
  get(route: string): Promise<{ ms: number; body: unknown }>;
  close(): Promise<void>;
}

/** The Worker on local databases with `rows` analyses of one account. */
export async function openListSystem(bundle: string, rows: number): Promise<ListSystem> {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'debrief-lists-'));
  const statements = migrationsIn('migrations/main');
  await makeTables(stateDir, { DB: statements.filter(isTable), SEARCH: migrationsIn('migrations/search') });
  const rest = statements.filter((statement) => !isTable(statement));
  for (const file of databaseFiles(stateDir)) fillDatabase(file, rows, rest);
  const filled = await openWorker({ bundle, stateDir, vars: HIGH_RATE_LIMITS, isConsuming: false });
  return {
    async get(route) {
      const startedAt = performance.now();
      const response = await fetch(filled.url + route, { headers: { 'x-api-key': API_KEY } });
      const text = await response.text();
      const ms = performance.now() - startedAt;
      if (!response.ok) throw new Error(`${route}: ${response.status} ${text}`);
      return { ms, body: JSON.parse(text) };
    },
    async close() {
      await filled.close();
      rmSync(stateDir, { recursive: true });
    },
  };
}

async function makeTables(stateDir: string, tables: Readonly<Record<string, string[]>>): Promise<void> {
  const databases = openLocalDatabases(stateDir);
  for (const [binding, statements] of Object.entries(tables)) {
    const db = await databases.named(binding);
    await db.batch(statements.map((statement) => db.prepare(statement)));
  }
  await databases.close();
}

function migrationsIn(folder: string): string[] {
  return readMigrations(folder).flatMap(({ sql }) => statementsOf(sql));
}

function isTable(statement: string): boolean {
  return statement.trimStart().startsWith('CREATE TABLE');
}

function databaseFiles(stateDir: string): string[] {
  const folder = path.join(persistPath(stateDir), 'd1');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sqlite') && !name.endsWith('metadata.sqlite'))
    .map((name) => path.join(folder, name));
}
