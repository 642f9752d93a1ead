import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';

/** This repository. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

const Consumer = z.strictObject({
  queue: z.string(),
  max_batch_size: z.int(),
  max_batch_timeout: z.number(),
  max_retries: z.int(),
  retry_delay: z.int().optional(),
  dead_letter_queue: z.string().optional(),
});

/** What a local Worker is opened with. Strict: a setting that is not read here would be silently left out of it. */
const WorkerConfig = z.strictObject({
  name: z.string(),
  main: z.string(),
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()),
  vars: z.record(z.string(), z.string()),
  d1_databases: z.array(
    z.strictObject({
      binding: z.string(),
      database_name: z.string(),
      database_id: z.string(),
      migrations_dir: z.string(),
    }),
  ),
  r2_buckets: z.array(z.strictObject({ binding: z.string(), bucket_name: z.string() })),
  queues: z.strictObject({
    producers: z.array(z.strictObject({ binding: z.string(), queue: z.string() })),
    consumers: z.array(Consumer),
  }),
  durable_objects: z.strictObject({
    bindings: z.array(z.strictObject({ name: z.string(), class_name: z.string() })),
  }),
  migrations: z.array(z.strictObject({ tag: z.string(), new_sqlite_classes: z.array(z.string()) })),
  assets: z.strictObject({ directory: z.string() }),
  triggers: z.strictObject({ crons: z.array(z.string()) }),
  version_metadata: z.strictObject({ binding: z.string() }),
  /** Of the platform alone: the models are reached at AI_BASE_URL here, and nothing is billed or kept by it. */
  ai: z.unknown(),
  observability: z.unknown(),
  limits: z.unknown().optional(),
});
export type WorkerConfig = z.infer<typeof WorkerConfig>;

/** Reads wrangler.toml of `root`. */
export function readWorkerConfig(root = ROOT): WorkerConfig {
  return WorkerConfig.parse(parse(readFileSync(path.join(root, 'wrangler.toml'), 'utf8')));
}
