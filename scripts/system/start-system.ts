import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { keySql } from '../local-key.ts';
import { bundleWorker } from '../worker/bundle.ts';
import { startAiServer } from './ai-server.ts';
import { Children } from './children.ts';
import { type DevKey, resolveDevKey } from './dev-key.ts';
import type { Log } from './log.ts';
import { findFreePort, loopbackHosts, requireFreePort } from './ports.ts';
import { keptSecretsKey } from './secrets-key.ts';
import { checkSettings, type Vars } from './settings.ts';
import { startWorker } from './worker-server.ts';

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
  readonly vars?: Vars;
  /** Ends the start, and with it every child, when it fires. */
  readonly signal?: AbortSignal;
}

export interface RunningSystem {
  readonly url: string;
  readonly apiKey: string;
  readonly apiKeyGenerated: boolean;
  /** Resolves after `stop`; rejects with `StartError` when a part ended by itself too often. */
  readonly exited: Promise<void>;
  /** How often a part ended by itself and was started again. */
  restarts(): number;
  /** Ends every process and resolves when none is left; `abruptly` as a power cut would. */
  stop(how?: 'abruptly'): Promise<void>;
}

/**
 * Starts the local AI server, the database and the Worker, and resolves when the Worker can take a request.
 * Rejects with `StartError`, and leaves nothing running, when the port is taken or a part does not come up.
 */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  await requireFreePort(options.port);
  if (options.vars) checkSettings(options.vars);
  const stateDir = path.resolve(options.stateDir);
  const apiKey = await resolveDevKey(options.devApiKey, stateDir);
  await mkdir(stateDir, { recursive: true });
  const children = new Children();
  const giveUp = new AbortController();
  try {
    const abort = whenAborted(options.signal);
    const signal = options.signal ? AbortSignal.any([options.signal, giveUp.signal]) : giveUp.signal;
    await Promise.race([
      startParts(children, { ...options, stateDir, signal }, apiKey),
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
    exited: children.exited,
    restarts: () => children.restarts,
    stop: (how) => children.stop(how === 'abruptly' ? 0 : undefined),
  };
}

async function startParts(
  children: Children,
  options: SystemOptions & { stateDir: string; signal: AbortSignal },
  { key }: DevKey,
): Promise<void> {
  const { port, log, signal, stateDir } = options;
  const { aiBaseUrl, aiServer } = await startAi(children, options);
  const worker = async () => {
    const [bundle, hosts] = await Promise.all([bundleWorker(signal), loopbackHosts()]);
    const url = `http://localhost:${port}`;
    const vars = {
      AI_BASE_URL: aiBaseUrl,
      LOCAL_MODE: 'true',
      PUBLIC_URL: url,
      SECRETS_KEY: await keptSecretsKey(stateDir),
      ...options.vars,
    };
    const sockets = hosts.map((host) => ({ host, port }));
    const task = { bundle, stateDir, sockets, vars, keySql: await keySql(key) };
    await startWorker(children, { task, url, log, signal });
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
): Promise<Ai> {
  if (aiBaseUrl !== undefined) return { aiBaseUrl, aiServer: Promise.resolve() };
  const port = await findFreePort();
  const aiServer = startAiServer(children, { port, log, signal });
  return { aiBaseUrl: `http://127.0.0.1:${port}`, aiServer };
}

function whenAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(signal?.reason);
    if (signal?.aborted) fail();
    else signal?.addEventListener('abort', fail, { once: true });
  });
}
