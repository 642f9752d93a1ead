import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { unstable_readConfig as readConfig } from 'wrangler';
import { z } from 'zod';
import { API_KEY, fillDatabase } from './list-data.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const CONFIG = path.join(ROOT, 'wrangler.toml');
const NO_LIMIT = '1000000000';

export interface ListSystem {
  /** Answers how long the API took to answer, milliseconds, and its answer. */
  get(route: string): Promise<{ ms: number; body: unknown }>;
  close(): Promise<void>;
}

/** Builds the Worker as it is deployed; answers the folder. */
export function bundleWorker(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'debrief-bundle-'));
  const wrangler = path.join(ROOT, 'node_modules/wrangler/bin/wrangler.js');
  const args = [wrangler, 'deploy', '--dry-run', '--outdir', folder, '--config', CONFIG];
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'ignore' });
  return folder;
}

/** The Worker on local databases with `rows` analyses of one account. */
export async function openListSystem(bundle: string, rows: number): Promise<ListSystem> {
  const state = mkdtempSync(path.join(tmpdir(), 'debrief-lists-'));
  const empty = start(bundle, state);
  const [first = [], ...rest] = migrationsIn('migrations');
  await run(await empty.getD1Database('DB'), first);
  await run(await empty.getD1Database('SEARCH'), migrationsIn('migrations-search').flat());
  await empty.dispose();
  for (const file of databaseFiles(state)) fillDatabase(file, rows, rest.flat());
  const filled = start(bundle, state);
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

/** What is used of wrangler.toml. */
const WorkerConfig = z.object({
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()),
  vars: z.record(z.string(), z.string()),
  version_metadata: z.object({ binding: z.string() }),
  d1_databases: z.array(z.object({ binding: z.string(), database_id: z.string() })),
  r2_buckets: z.array(z.object({ binding: z.string(), bucket_name: z.string() })),
  durable_objects: z.object({ bindings: z.array(z.object({ name: z.string(), class_name: z.string() })) }),
  queues: z.object({ producers: z.array(z.object({ binding: z.string(), queue: z.string() })) }),
});

/** Without a proxy in front: what is measured is the Worker and its databases. */
export function start(bundle: string, state: string): Miniflare {
  const config = WorkerConfig.parse(readConfig({ config: CONFIG }));
  const objects = config.durable_objects.bindings.map(
    ({ name, class_name: className }) => [name, { className, useSQLite: true }] as const,
  );
  return new Miniflare(
    convertV4MiniflareOptions({
      rootPath: bundle,
      modules: true,
      scriptPath: path.join(bundle, 'worker.js'),
      compatibilityDate: config.compatibility_date,
      compatibilityFlags: config.compatibility_flags,
      bindings: { ...config.vars, RATE_LIMIT_PER_MINUTE: NO_LIMIT, SUBMISSION_LIMIT_PER_MINUTE: NO_LIMIT },
      versionMetadata: config.version_metadata.binding,
      d1Databases: Object.fromEntries(config.d1_databases.map((db) => [db.binding, db.database_id])),
      durableObjects: Object.fromEntries(objects),
      r2Buckets: Object.fromEntries(config.r2_buckets.map((bucket) => [bucket.binding, bucket.bucket_name])),
      queueProducers: Object.fromEntries(
        config.queues.producers.map(({ binding, queue }) => [binding, queue]),
      ),
      resourcePersistencePath: state,
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    }),
  );
}

/** The statements of each migration, in order. */
export function migrationsIn(folder: string): string[][] {
  const files = readdirSync(path.join(ROOT, folder)).filter((name) => name.endsWith('.sql'));
  return files
    .toSorted()
    .map((file) => readFileSync(path.join(ROOT, folder, file), 'utf8').split('--> statement-breakpoint'));
}

export async function run(
  db: Awaited<ReturnType<Miniflare['getD1Database']>>,
  statements: readonly string[],
) {
  for (const statement of statements) await db.prepare(statement).run();
}

function databaseFiles(state: string): string[] {
  return readdirSync(path.join(state, 'd1'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sqlite') && !name.endsWith('metadata.sqlite'))
    .map((name) => path.join(state, 'd1', name));
}
