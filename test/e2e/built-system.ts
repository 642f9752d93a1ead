import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { unstable_readConfig as readConfig } from 'wrangler';
import { z } from 'zod';
import { keySql } from '../../scripts/local-key.ts';
import { findFreePort } from '../../scripts/system/ports.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const MOST_MESSAGES = 100;
const CONFIG = path.join(ROOT, 'wrangler.toml');

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

export interface BuiltSystem {
  readonly url: string;
  readonly apiKey: string;
  readonly inspectorUrl: string;
  close(): Promise<void>;
}

/** The Worker as it is deployed, on the local platform, without the development proxy in front. */
export async function startBuiltSystem(vars: Readonly<Record<string, string>>): Promise<BuiltSystem> {
  const folder = mkdtempSync(path.join(tmpdir(), 'debrief-built-'));
  const bundle = path.join(folder, 'bundle');
  const wrangler = path.join(ROOT, 'node_modules/wrangler/bin/wrangler.js');
  const args = [wrangler, 'deploy', '--dry-run', '--outdir', bundle, '--config', CONFIG];
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'ignore' });
  const config = WorkerConfig.parse(readConfig({ config: CONFIG }));
  const inspectorPort = await findFreePort();
  const platform = new Miniflare(
    convertV4MiniflareOptions({
      rootPath: bundle,
      modules: true,
      scriptPath: path.join(bundle, 'worker.js'),
      compatibilityDate: config.compatibility_date,
      compatibilityFlags: config.compatibility_flags,
      bindings: { ...config.vars, LLM_MODEL: 'off', ...vars },
      ...storageOf(config),
      resourcePersistencePath: path.join(folder, 'state'),
      inspectorPort,
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    }),
  );
  await platform.ready;
  const apiKey = `sk_test_${'a'.repeat(32)}`;
  await prepareDatabases(platform, config, await keySql(apiKey));
  return {
    url: String(await platform.unsafeGetDirectURL()).replace(/\/$/, ''),
    apiKey,
    inspectorUrl: `http://127.0.0.1:${inspectorPort}`,
    async close() {
      await platform.dispose();
      rmSync(folder, { recursive: true });
    },
  };
}

function storageOf(config: WorkerConfig) {
  const objects = config.durable_objects.bindings.map(
    ({ name, class_name: className }) => [name, { className, useSQLite: true }] as const,
  );
  const consumers = config.queues.consumers.map(
    ({ queue, max_retries: maxRetries }) =>
      // Where batches run side by side there are more of them; here a queue runs one at a time.
      [queue, { maxBatchSize: MOST_MESSAGES, maxRetries, maxBatchTimeout: 0 }] as const,
  );
  return {
    versionMetadata: config.version_metadata.binding,
    d1Databases: Object.fromEntries(config.d1_databases.map((db) => [db.binding, db.database_id])),
    durableObjects: Object.fromEntries(objects),
    r2Buckets: Object.fromEntries(config.r2_buckets.map((bucket) => [bucket.binding, bucket.bucket_name])),
    queueProducers: Object.fromEntries(config.queues.producers.map(({ binding, queue }) => [binding, queue])),
    queueConsumers: Object.fromEntries(consumers),
  };
}

async function prepareDatabases(platform: Miniflare, config: WorkerConfig, sql: string): Promise<void> {
  for (const { binding, migrations_dir: folder } of config.d1_databases) {
    const db = await platform.getD1Database(binding);
    const files = readdirSync(path.join(ROOT, folder)).filter((name) => name.endsWith('.sql'));
    const texts = files.toSorted().map((name) => readFileSync(path.join(ROOT, folder, name), 'utf8'));
    for (const statement of texts.flatMap((text) => text.split('--> statement-breakpoint')))
      await db.prepare(statement).run();
    if (binding === 'DB')
      for (const statement of sql.split(';').filter((text) => text.trim() !== ''))
        await db.prepare(statement).run();
  }
}
