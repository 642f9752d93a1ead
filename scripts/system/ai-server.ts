import path from 'node:path';
import { ROOT } from '../worker/config.ts';
import type { Children } from './children.ts';
import { waitUntilHealthy } from './health.ts';
import type { Log } from './log.ts';

/** Starts the local AI server; resolves when it can transcribe, which on first use is after its models arrived. */
export async function startAiServer(
  children: Children,
  options: { port: number; log: Log; signal: AbortSignal },
): Promise<void> {
  await children.keep(
    {
      title: 'The local AI server',
      args: [path.join(ROOT, 'local-ai', 'main.ts'), '--port', `${options.port}`],
      cwd: ROOT,
      env: process.env,
      tidy: (line) => (line === '' ? null : line),
      onLine: (line) => options.log('ai', line),
    },
    () => waitUntilHealthy(`http://127.0.0.1:${options.port}/health`, options.signal),
  );
}
