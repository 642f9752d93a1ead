import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAiServer } from './ai-server.ts';
import { Children } from './children.ts';
import { type DevKey, resolveDevKey } from './dev-key.ts';
import { waitUntilHealthy } from './health.ts';
import type { Log } from './log.ts';
import { findFreePort, requireFreePort } from './ports.ts';
import { keptSecretsKey } from './secrets-key.ts';
import { applyMigrations, insertKey, startWorker } from './wrangler.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

const WORKER_START_TIMEOUT_MS = 120_000;

export interface SystemOptions {
  readonly port: number;
  /** Folder of the local databases, objects and queues; made when it does not exist. */
  readonly stateDir: string;
  /** `sk_test_…` or `sk_live_…`; without one, a key kept in `stateDir` is used. */
  readonly devApiKey?: string | undefined;
  readonly log: Log;
  /** Workers AI REST address to use; without one, a local AI server is started. */
  readonly aiBaseUrl?: string | undefined;
  /** Further Worker variables. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Ends the start, and with it every child, when it fires. */
  readonly signal?: AbortSignal;
  /** Folder of wrangler.toml and local-ai; this repository unless a test says otherwise. */
  readonly root?: string;
}

export interface RunningSystem {
  readonly url: string;
  readonly apiKey: string;
  readonly apiKeyGenerated: boolean;
  /** Where the Worker can be looked into while it runs. Source: Chrome DevTools Protocol. */
  readonly inspectorUrl: string;
  /** Resolves after `stop`; rejects with `StartError` when a part has ended by itself before. */
  readonly exited: Promise<void>;
  /** Ends every process and resolves when none is left; `abruptly` as a power cut would. */
  stop(how?: 'abruptly'): Promise<void>;
}

/**
 * Starts the local AI server, the database and the Worker, and resolves when the Worker can take a request.
 * Rejects with `StartError`, and leaves nothing running, when the port is taken or a part does not come up.
 */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  await requireFreePort(options.port);
  const stateDir = path.resolve(options.stateDir);
  const apiKey = await resolveDevKey(options.devApiKey, stateDir);
  await mkdir(stateDir, { recursive: true });
  const children = new Children();
  const giveUp = new AbortController();
  const inspectorPort = await findFreePort();
  try {
    const abort = whenAborted(options.signal);
    const signal = options.signal ? AbortSignal.any([options.signal, giveUp.signal]) : giveUp.signal;
    await Promise.race([
      startParts(children, { ...options, stateDir, signal, inspectorPort }, apiKey),
      children.exited,
      abort,
    ]);
  } catch (error) {
    giveUp.abort();
    await children.stop();
    throw error;
  }
  return {
    url: `http://localhost:${options.port}`,
    apiKey: apiKey.key,
    apiKeyGenerated: apiKey.generated,
    inspectorUrl: `http://127.0.0.1:${inspectorPort}`,
    exited: children.exited,
    stop: (how) => children.stop(how === 'abruptly' ? 0 : undefined),
  };
}

async function startParts(
  children: Children,
  options: SystemOptions & { stateDir: string; signal: AbortSignal; inspectorPort: number },
  { key }: DevKey,
): Promise<void> {
  const { port, inspectorPort, log, signal, stateDir, root = REPOSITORY } = options;
  const context = { root, stateDir, log };
  const { aiBaseUrl, aiServer } = await startAi(children, options, root);
  const worker = async () => {
    await applyMigrations(children, context);
    const vars = {
      AI_BASE_URL: aiBaseUrl,
      LOCAL_MODE: 'true',
      // The local AI server has no language model.
      LLM_MODEL: 'off',
      PUBLIC_URL: `http://localhost:${port}`,
      SECRETS_KEY: await keptSecretsKey(stateDir),
      ...options.vars,
    };
    startWorker(children, context, { port, inspectorPort, vars });
    await Promise.all([
      insertKey(children, context, key),
      waitUntilHealthy(`http://localhost:${port}/health`, signal, WORKER_START_TIMEOUT_MS),
    ]);
  };
  await Promise.all([aiServer, worker()]);
}

interface Ai {
  readonly aiBaseUrl: string;
  readonly aiServer: Promise<void>;
}

async function startAi(
  children: Children,
  { aiBaseUrl, log, signal }: Pick<SystemOptions, 'aiBaseUrl' | 'log'> & { signal: AbortSignal },
  root: string,
): Promise<Ai> {
  if (aiBaseUrl !== undefined) return { aiBaseUrl, aiServer: Promise.resolve() };
  const port = await findFreePort();
  const aiServer = startAiServer(children, { root, port, log, signal });
  return { aiBaseUrl: `http://127.0.0.1:${port}`, aiServer };
}

function whenAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(signal?.reason);
    if (signal?.aborted) fail();
    else signal?.addEventListener('abort', fail, { once: true });
  });
}
