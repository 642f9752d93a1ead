import { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { z } from 'zod';
import { prepareDatabases } from '../databases/local.ts';
import { readWorkerConfig } from '../worker/config.ts';
import { everyDueMinute } from '../worker/cron.ts';
import { type OpenedWorker, openWorker } from '../worker/open-worker.ts';
import { readWorkerTask, WORKER_TASK } from './worker-server.ts';

// The Worker of `npm start`, a process of its own that ends with workerd: Miniflare by itself would start workerd again,
// however often it ends. Its parent does, three times a minute.
const Spawned = z.object({ process: z.instanceof(ChildProcess) });

const task = readWorkerTask(process.env[WORKER_TASK]);
// Not for workerd, which is given what it needs as bindings.
delete process.env[WORKER_TASK];

let isClosing = false;
try {
  await prepareDatabases(task.stateDir, task.keySql);
  await open();
} catch (error) {
  say('error', error instanceof Error ? `${error.message}${causeOf(error)}` : String(error));
  process.exit(1);
}

async function open(): Promise<void> {
  const { keySql: _, ...options } = task;
  const spawned: ChildProcess[] = [];
  subscribe('child_process', (message) => spawned.push(Spawned.parse(message).process));
  const worker = await openWorker({ ...options, log: say });
  everyDueMinute(readWorkerConfig().triggers.crons, (cron, at) => {
    worker.runScheduled(cron, at).catch((error: unknown) => say('error', String(error)));
  });
  for (const child of spawned) child.once('exit', (code, signal) => endAs(code, signal));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close(worker));
}

/** SIGTERM goes to all processes at once when the system is stopped. */
function endAs(code: number | null, signal: NodeJS.Signals | null): void {
  if (isClosing) return;
  if (signal !== 'SIGTERM') say('error', `workerd ended (${signal ?? `exit code ${code}`})`);
  process.exit(1);
}

async function close(worker: OpenedWorker): Promise<void> {
  isClosing = true;
  await worker.close();
  process.exit(0);
}

function causeOf({ cause }: Error): string {
  return cause instanceof Error ? `: ${cause.message}` : '';
}

function say(level: string, text: string): void {
  const prefix = level === 'error' ? 'error: ' : level === 'warn' ? 'warning: ' : '';
  process.stdout.write(`${prefix}${text}\n`);
}
