import { parseArgs } from 'node:util';

import { ModelUnavailable } from './models/fetch-models.ts';
import { modelFolder } from './models/model-folder.ts';
import { showProgress } from './models/progress.ts';
import { startLocalAi, type LocalAi, type LocalAiOptions } from './server.ts';

const USAGE = 'usage: node local-ai/main.ts --port N [--threads N] [--models DIR]   (SPEECH_MODEL=tiny|base)';

class UsageError extends Error {}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UsageError(`--${name} must be a whole number from ${least} to ${most}, not "${text}".`);
  return value;
}

function readOptions(args: string[], env: NodeJS.ProcessEnv): LocalAiOptions {
  const { values } = parseArgs({
    args,
    options: { port: { type: 'string' }, threads: { type: 'string' }, models: { type: 'string' } },
  });
  if (values.port === undefined) throw new UsageError('--port is missing.');
  const speechModel = env['SPEECH_MODEL'] ?? 'tiny';
  if (speechModel !== 'tiny' && speechModel !== 'base')
    throw new UsageError(`SPEECH_MODEL must be tiny or base, not "${speechModel}".`);
  return {
    port: wholeNumber('port', values.port, 0, 65_535),
    ...(values.threads === undefined ? {} : { threads: wholeNumber('threads', values.threads, 1, 256) }),
    modelFolder: values.models ?? modelFolder(env),
    speechModel,
    registry: env['npm_config_registry'],
    onProgress: showProgress(process.stderr),
  };
}

function explain(cause: unknown): string {
  if (cause instanceof UsageError || (cause instanceof TypeError && 'code' in cause))
    return `${cause.message}\n${USAGE}`;
  if (cause instanceof ModelUnavailable) return cause.message;
  if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')
    return `The port is taken (${cause.message}). Choose another one with --port.`;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

function stopOnSignal(server: LocalAi): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void server.close().then(() => process.exit(0));
    });
}

try {
  const server = await startLocalAi(readOptions(process.argv.slice(2), process.env));
  stopOnSignal(server);
  process.stdout.write(`local AI ready on ${server.url}\n`);
} catch (cause) {
  process.stderr.write(`local AI: ${explain(cause)}\n`);
  process.exit(1);
}
