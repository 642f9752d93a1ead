import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HIGH_RATE_LIMITS } from '../test/e2e/client.ts';
import { migrationsIn, openBuiltWorker, runAll } from '../test/support/built-worker.ts';
import { API_KEY, fillDatabase } from './list-data.ts';

export interface ListSystem {
  /** Answers how long the API took to answer, milliseconds, and its answer. */
  get(route: string): Promise<{ ms: number; body: unknown }>;
  close(): Promise<void>;
}

/** The Worker on local databases with `rows` analyses of one account. */
export async function openListSystem(bundle: string, rows: number): Promise<ListSystem> {
  const state = mkdtempSync(path.join(tmpdir(), 'debrief-lists-'));
  const options = { bundle, state, vars: HIGH_RATE_LIMITS, isConsuming: false };
  const empty = openBuiltWorker(options);
  const statements = migrationsIn('migrations/main').flat();
  await runAll(await empty.getD1Database('DB'), statements.filter(isTable));
  await runAll(await empty.getD1Database('SEARCH'), migrationsIn('migrations/search').flat());
  await empty.dispose();
  const rest = statements.filter((statement) => !isTable(statement));
  for (const file of databaseFiles(state)) fillDatabase(file, rows, rest);
  const filled = openBuiltWorker(options);
  await filled.ready;
  const url = await filled.unsafeGetDirectURL();
  return {
    async get(route) {
      const startedAt = performance.now();
      const response = await fetch(new URL(route, url), { headers: { 'x-api-key': API_KEY } });
      const text = await response.text();
      const ms = performance.now() - startedAt;
      if (!response.ok) throw new Error(`${route}: ${response.status} ${text}`);
      return { ms, body: JSON.parse(text) };
    },
    async close() {
      await filled.dispose();
      rmSync(state, { recursive: true });
    },
  };
}

function isTable(statement: string): boolean {
  return statement.trimStart().startsWith('CREATE TABLE');
}

function databaseFiles(state: string): string[] {
  return readdirSync(path.join(state, 'd1'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sqlite') && !name.endsWith('metadata.sqlite'))
    .map((name) => path.join(state, 'd1', name));
}
