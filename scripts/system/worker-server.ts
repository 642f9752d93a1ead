import path from 'node:path';
import { z } from 'zod';
import { ROOT } from '../worker/config.ts';
import type { Children } from './children.ts';
import { waitUntilHealthy } from './health.ts';
import type { Log } from './log.ts';

/** Environment variable that the Worker's process is told its task in. */
export const WORKER_TASK = 'DEBRIEF_WORKER';

const START_TIMEOUT_MS = 120_000;
/** What workerd says of a client that went away. */
const CHATTER = [/^\s*$/, /disconnected: .*(Broken pipe|Connection reset)/, /^\s*stack: \S*workerd@/];

const WorkerTask = z.strictObject({
  bundle: z.string(),
  stateDir: z.string(),
  sockets: z.array(z.strictObject({ host: z.enum(['127.0.0.1', '::1']), port: z.int() })),
  vars: z.record(z.string(), z.string()),
  /** SQL that makes the API key known. */
  keySql: z.string(),
  /** See `WorkerOptions`. */
  entry: z.string().optional(),
});
export type WorkerTask = z.infer<typeof WorkerTask>;

export function readWorkerTask(text: string | undefined): WorkerTask {
  return WorkerTask.parse(JSON.parse(text ?? 'null'));
}

/** Starts the Worker on its local platform; resolves when it takes requests. */
export async function startWorker(
  children: Children,
  options: { task: WorkerTask; url: string; log: Log; signal: AbortSignal },
): Promise<void> {
  const { task, url, log, signal } = options;
  await children.keep(
    {
      title: 'The Worker',
      args: ['--no-warnings', path.join(import.meta.dirname, 'worker-main.ts')],
      cwd: ROOT,
      env: { ...process.env, [WORKER_TASK]: JSON.stringify(task) },
      tidy: tidyWorkerLine,
      onLine: (line) => log('api', line),
    },
    () => waitUntilHealthy(`${url}/health`, signal, START_TIMEOUT_MS),
  );
}

/** `null` for a line that says nothing a person needs. */
export function tidyWorkerLine(line: string): string | null {
  return CHATTER.some((pattern) => pattern.test(line)) ? null : line;
}
