import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from 'miniflare';
import { readWorkerConfig, ROOT, type WorkerConfig } from './config.ts';

export interface WorkerOptions {
  /** Folder that `bundleWorker` answered. */
  readonly bundle: string;
  /** Folder of databases, recordings and objects, as `wrangler dev --persist-to` keeps them. */
  readonly stateDir: string;
  /** Worker variables beside those of wrangler.toml. */
  readonly vars: Readonly<Record<string, string>>;
  /** Whether messages are taken from the queues, or only put in. */
  readonly isConsuming?: boolean;
  /** Where it listens; by default a free port of 127.0.0.1. */
  readonly sockets?: readonly Socket[];
  readonly inspectorPort?: number;
  /** Module that stands around the Worker: imports `./worker.js` and exports what the platform is to run. */
  readonly entry?: string | undefined;
  /** Takes what the Worker logs, and a line for each request and each batch of messages. */
  readonly log?: (level: string, text: string) => void;
}

export interface Socket {
  readonly host: '127.0.0.1' | '::1';
  /** 0: any free one. */
  readonly port: number;
}

export interface OpenedWorker {
  /** Address of the first socket, without a slash at the end. */
  readonly url: string;
  runScheduled(cron: string, at: Date): Promise<void>;
  close(): Promise<void>;
}

const ENTRY = 'local-entry.mjs';
const LOCAL_ENTRY = path.join(import.meta.dirname, ENTRY);
const ANY_PORT: Socket = { host: '127.0.0.1', port: 0 };

/** Opens the Worker as it is deployed, by wrangler.toml, on the local platform. */
export async function openWorker(options: WorkerOptions): Promise<OpenedWorker> {
  const { stateDir, sockets = [ANY_PORT], inspectorPort, log } = options;
  const config = readWorkerConfig();
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      resourcePersistencePath: persistPath(stateDir),
      ...(inspectorPort !== undefined && { inspectorPort }),
      handleStructuredLogs: ({ level, message }) => log?.(level, message),
      workers: [theWorker(config, options), ...sockets.map((socket) => listener(config.name, socket))],
    }),
  );
  await worker.ready;
  const url = await worker.unsafeGetDirectURL(listenerName(sockets[0] ?? ANY_PORT));
  return {
    url: url.origin,
    async runScheduled(cron, scheduledTime) {
      const fetcher = await worker.getWorker(config.name);
      await fetcher.scheduled({ cron, scheduledTime });
    },
    close: () => worker.dispose(),
  };
}

/** Where wrangler keeps local state below the folder of `--persist-to`. */
export function persistPath(stateDir: string): string {
  return path.join(stateDir, 'v3');
}

function theWorker(config: WorkerConfig, options: WorkerOptions): V4WorkerOptions {
  const { bundle, vars, isConsuming = true, entry = LOCAL_ENTRY, log } = options;
  const assets = path.resolve(ROOT, config.assets.directory);
  return {
    name: config.name,
    rootPath: bundle,
    modules: [
      {
        type: 'ESModule',
        path: ENTRY,
        contents: readFileSync(entry, 'utf8'),
      },
      { type: 'ESModule', path: 'worker.js' },
    ],
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    bindings: {
      ...config.vars,
      // Nothing here answers as a language model does.
      LLM_MODEL: 'off',
      ...vars,
      LOCAL_ENTRY: { assets: pathsIn(assets), isLogging: log !== undefined },
    },
    assets: {
      directory: assets,
      binding: 'LOCAL_ASSETS',
      routerConfig: { has_user_worker: true },
      assetConfig: { compatibility_date: config.compatibility_date },
    },
    ...storageOf(config),
    ...(isConsuming && { queueConsumers: consumersOf(config) }),
  };
}

/** A socket of its own for each address; the Worker behind it is reached without the router of assets, three times as fast. */
function listener(serviceName: string, { host, port }: Socket): V4WorkerOptions {
  return {
    name: listenerName({ host, port }),
    modules: true,
    script: 'export default {}',
    unsafeDirectSockets: [{ host, port, serviceName }],
  };
}

function listenerName({ host }: Socket): string {
  return `listener-${host}`;
}

function storageOf(config: WorkerConfig) {
  const objects = config.durable_objects.bindings.map(
    ({ name, class_name: className }) => [name, { className, useSQLite: true }] as const,
  );
  return {
    versionMetadata: config.version_metadata.binding,
    d1Databases: databaseIds(config),
    durableObjects: Object.fromEntries(objects),
    r2Buckets: Object.fromEntries(config.r2_buckets.map((bucket) => [bucket.binding, bucket.bucket_name])),
    queueProducers: Object.fromEntries(config.queues.producers.map(({ binding, queue }) => [binding, queue])),
  };
}

export function databaseIds(config: WorkerConfig): Record<string, string> {
  return Object.fromEntries(config.d1_databases.map((db) => [db.binding, db.database_id]));
}

function consumersOf({ queues }: WorkerConfig) {
  return Object.fromEntries(
    queues.consumers.map((consumer) => [
      consumer.queue,
      {
        maxBatchSize: consumer.max_batch_size,
        maxBatchTimeout: consumer.max_batch_timeout,
        maxRetries: consumer.max_retries,
        ...(consumer.retry_delay !== undefined && { retryDelay: consumer.retry_delay }),
        ...(consumer.dead_letter_queue !== undefined && { deadLetterQueue: consumer.dead_letter_queue }),
      },
    ]),
  );
}

/** Addresses of the static assets. */
function pathsIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return entries.map(
    (entry) => `/${path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')}`,
  );
}
