import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { keySql } from '../../scripts/local-key.ts';
import { waitUntilHealthy } from '../../scripts/system/health.ts';
import { findFreePort } from '../../scripts/system/ports.ts';
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

interface Task {
  readonly bundle: string;
  readonly stateDir: string;
  readonly port: number;
  readonly keySql: string;
}

/** The Worker behind failing services; each start is on the state that the one before left. */
export class ChaosSystem {
  readonly apiKey: string;
  readonly url: string;
  /** What the Worker reported as errors. */
  readonly errors: string[] = [];
  readonly #task: Task;
  readonly #aiUrl: string;
  #child: ChildProcess | null = null;

  private constructor(task: Task, apiKey: string, aiUrl: string) {
    this.#task = task;
    this.#aiUrl = aiUrl;
    this.apiKey = apiKey;
    this.url = `http://127.0.0.1:${task.port}`;
  }

  static async prepare(stateDir: string, aiUrl: string): Promise<ChaosSystem> {
    const apiKey = await formatKey(false, new Uint8Array(KEY_SECRET_BYTES));
    const [bundle, port] = [await bundleWorker(), await findFreePort()];
    return new ChaosSystem({ bundle, stateDir, port, keySql: await keySql(apiKey) }, apiKey, aiUrl);
  }

  async start({ seed, rate }: ChaosSettings): Promise<void> {
    const vars = {
      ...HIGH_RATE_LIMITS,
      LOCAL_MODE: 'true',
      SECRETS_KEY: btoa('of nobody else'.padEnd(32)),
      CHAOS: JSON.stringify({ seed, rate, aiUrl: this.#aiUrl }),
    };
    const child = spawn(
      process.execPath,
      ['--no-warnings', path.join(import.meta.dirname, 'worker-main.ts')],
      {
        env: { ...process.env, CHAOS_WORKER: JSON.stringify({ ...this.#task, vars }) },
        stdio: ['ignore', 'ignore', 'pipe'],
        detached: true,
      },
    );
    child.stderr.on('data', (chunk: Buffer) => this.errors.push(chunk.toString()));
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
