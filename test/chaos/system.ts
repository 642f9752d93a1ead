import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { keySql } from '../../scripts/local-key.ts';
import { waitUntilHealthy } from '../../scripts/system/health.ts';
import { findFreePort } from '../../scripts/system/ports.ts';
import { WORKER_TASK, type WorkerTask } from '../../scripts/system/worker-server.ts';
import { bundleWorker } from '../../scripts/worker/bundle.ts';
import { formatKey } from '../../src/adapters/crypto/digest.ts';
import { KEY_SECRET_BYTES } from '../../src/domain/api-key.ts';
import { HIGH_RATE_LIMITS } from '../e2e/client.ts';

const START_TIMEOUT_MS = 60_000;

export interface ChaosSettings {
  readonly seed: number;
  /** Share of the calls of services that fail or take long. */
  readonly rate: number;
}

const WORKER_MAIN = path.resolve(import.meta.dirname, '../../scripts/system/worker-main.ts');
const HOST = '127.0.0.1';

/** The Worker behind failing services; each start is on the state that the one before left. */
export class ChaosSystem {
  readonly apiKey: string;
  readonly url: string;
  readonly #task: Omit<WorkerTask, 'vars'>;
  readonly #aiUrl: string;
  #child: ChildProcess | null = null;

  private constructor(task: Omit<WorkerTask, 'vars'>, port: number, apiKey: string, aiUrl: string) {
    this.#task = task;
    this.#aiUrl = aiUrl;
    this.apiKey = apiKey;
    this.url = `http://${HOST}:${port}`;
  }

  static async prepare(stateDir: string, aiUrl: string): Promise<ChaosSystem> {
    const apiKey = await formatKey(false, new Uint8Array(KEY_SECRET_BYTES));
    const [bundle, port] = [await bundleWorker(), await findFreePort()];
    const task = {
      bundle,
      stateDir,
      sockets: [{ host: HOST, port } as const],
      keySql: await keySql(apiKey),
      entry: path.join(import.meta.dirname, 'entry.mjs'),
    };
    return new ChaosSystem(task, port, apiKey, aiUrl);
  }

  async start({ seed, rate }: ChaosSettings): Promise<void> {
    const vars = {
      ...HIGH_RATE_LIMITS,
      LOCAL_MODE: 'true',
      SECRETS_KEY: btoa('of nobody else'.padEnd(32)),
      CHAOS: JSON.stringify({ seed, rate, aiUrl: this.#aiUrl }),
    };
    const child = spawn(process.execPath, ['--no-warnings', WORKER_MAIN], {
      env: { ...process.env, [WORKER_TASK]: JSON.stringify({ ...this.#task, vars }) },
      stdio: 'ignore',
      detached: true,
    });
    this.#child = child;
    await waitUntilHealthy(`${this.url}/health`, new AbortController().signal, START_TIMEOUT_MS);
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  }
}
