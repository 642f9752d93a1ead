import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { unstable_readConfig as readConfig } from 'wrangler';
import { z } from 'zod';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CONFIG = path.join(ROOT, 'wrangler.toml');
const MOST_MESSAGES = 100;

/** What is used of wrangler.toml. */
const WorkerConfig = z.object({
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()),
  vars: z.record(z.string(), z.string()),
  version_metadata: z.object({ binding: z.string() }),
  d1_databases: z.array(
    z.object({ binding: z.string(), database_id: z.string(), migrations_dir: z.string() }),
  ),
  r2_buckets: z.array(z.object({ binding: z.string(), bucket_name: z.string() })),
  durable_objects: z.object({ bindings: z.array(z.object({ name: z.string(), class_name: z.string() })) }),
  queues: z.object({
    producers: z.array(z.object({ binding: z.string(), queue: z.string() })),
    consumers: z.array(z.object({ queue: z.string(), max_retries: z.int() })),
  }),
});
type WorkerConfig = z.infer<typeof WorkerConfig>;

type Database = Awaited<ReturnType<Miniflare['getD1Database']>>;

export interface BuiltWorkerOptions {
  /** Folder that `bundleWorker` answered. */
  readonly bundle: string;
  /** Folder of databases, objects and queues. */
  readonly state: string;
  /** Worker variables beside those of wrangler.toml. */
  readonly vars: Readonly<Record<string, string>>;
  /** Whether messages are taken from the queues, or only put in. */
  readonly isConsuming: boolean;
  readonly inspectorPort?: number;
  /** Takes what the Worker logs. */
  readonly log?: (line: string) => void;
}

/** Builds the Worker as it is deployed; answers the folder. */
export function bundleWorker(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'debrief-bundle-'));
  const wrangler = path.join(ROOT, 'node_modules/wrangler/bin/wrangler.js');
  const args = [wrangler, 'deploy', '--dry-run', '--outdir', folder, '--config', CONFIG];
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'ignore' });
  return folder;
}

/** The Worker as it is deployed, on the local platform, without the development proxy in front. */
export function openBuiltWorker(options: BuiltWorkerOptions): Miniflare {
  const { bundle, state, vars, isConsuming, inspectorPort, log } = options;
  const config = readWorkerConfig();
  return new Miniflare(
    convertV4MiniflareOptions({
      rootPath: bundle,
      modules: true,
      scriptPath: path.join(bundle, 'worker.js'),
      compatibilityDate: config.compatibility_date,
      compatibilityFlags: config.compatibility_flags,
      bindings: { ...config.vars, LLM_MODEL: 'off', ...vars },
      ...storageOf(config),
      ...(isConsuming && { queueConsumers: consumersOf(config) }),
      resourcePersistencePath: state,
      ...(inspectorPort !== undefined && { inspectorPort }),
      ...(log && { handleStructuredLogs: ({ message }) => log(message) }),
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    }),
  );
}

/** Makes the tables of every database. */
export async function migrateAll(worker: Miniflare): Promise<void> {
  for (const { binding, migrations_dir: folder } of readWorkerConfig().d1_databases)
    await runAll(await worker.getD1Database(binding), migrationsIn(folder).flat());
}

/** The statements of each migration, in order. */
export function migrationsIn(folder: string): string[][] {
  const files = readdirSync(path.join(ROOT, folder)).filter((name) => name.endsWith('.sql'));
  return files
    .toSorted()
    .map((file) => readFileSync(path.join(ROOT, folder, file), 'utf8').split('--> statement-breakpoint'));
}

export async function runAll(db: Database, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await db.prepare(statement).run();
}

function readWorkerConfig(): WorkerConfig {
  return WorkerConfig.parse(readConfig({ config: CONFIG }));
}

function storageOf(config: WorkerConfig) {
  const objects = config.durable_objects.bindings.map(
    ({ name, class_name: className }) => [name, { className, useSQLite: true }] as const,
  );
  return {
    versionMetadata: config.version_metadata.binding,
    d1Databases: Object.fromEntries(config.d1_databases.map((db) => [db.binding, db.database_id])),
    durableObjects: Object.fromEntries(objects),
    r2Buckets: Object.fromEntries(config.r2_buckets.map((bucket) => [bucket.binding, bucket.bucket_name])),
    queueProducers: Object.fromEntries(config.queues.producers.map(({ binding, queue }) => [binding, queue])),
  };
}

/** Where batches run side by side there are more of them; here a queue runs one at a time. */
function consumersOf({ queues }: WorkerConfig) {
  return Object.fromEntries(
    queues.consumers.map(({ queue, max_retries: maxRetries }) => [
      queue,
      { maxBatchSize: MOST_MESSAGES, maxRetries, maxBatchTimeout: 0 },
    ]),
  );
}
