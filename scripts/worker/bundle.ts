import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { StartError } from '../system/start-error.ts';
import { ROOT } from './config.ts';

const execute = promisify(execFile);
const require = createRequire(import.meta.url);
const MAIN_MODULE = 'worker.js';
/** Bundles that nobody opened for so long are removed. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Builds the Worker as it is deployed and answers the folder of its `worker.js`; a bundle of the same content is used again.
 * Throws `StartError` with what the compiler says, and the reason of `signal`.
 */
export async function bundleWorker(signal?: AbortSignal): Promise<string> {
  const cache = path.join(ROOT, 'dist/worker');
  const folder = path.join(cache, await contentHash());
  if (!existsSync(path.join(folder, MAIN_MODULE))) await build(cache, folder, signal);
  const now = new Date();
  await utimes(folder, now, now);
  return folder;
}

/** What the source imports from elsewhere. */
const OTHER_SOURCES = ['examples/sales-call/sales-call.truth.json'];

/** Of everything that the bundle is made of. */
async function contentHash(): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  const sources = await readdir(path.join(ROOT, 'src'), { recursive: true, withFileTypes: true });
  const files = sources
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const others = [...OTHER_SOURCES, 'package-lock.json', 'tsconfig.json', 'wrangler.toml'].map((name) =>
    path.join(ROOT, name),
  );
  for (const file of [...files, ...others].toSorted())
    hash.update(`\n${path.relative(ROOT, file)}\n`).update(await readFile(file));
  return hash.digest('hex').slice(0, 32);
}

/** Whoever builds the same at the same time is not in the way: a finished folder takes its name in one step. */
async function build(cache: string, folder: string, signal?: AbortSignal): Promise<void> {
  await mkdir(cache, { recursive: true });
  await removeUnused(cache);
  const unfinished = await mkdtemp(path.join(cache, 'unfinished-'));
  try {
    await runWrangler(['deploy', '--dry-run', '--outdir', unfinished], signal);
    await rename(unfinished, folder);
  } catch (error) {
    if (!existsSync(path.join(folder, MAIN_MODULE))) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function removeUnused(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const folder = path.join(cache, name);
    const usedAt = await stat(folder).catch(() => null);
    if (usedAt && usedAt.mtimeMs < Date.now() - KEPT_MS) await rm(folder, { recursive: true, force: true });
  }
}

async function runWrangler(args: readonly string[], signal?: AbortSignal): Promise<void> {
  const program = path.join(path.dirname(require.resolve('wrangler/package.json')), 'wrangler-dist/cli.js');
  const config = path.join(ROOT, 'wrangler.toml');
  const quiet = { CI: '1', NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false', WRANGLER_WRITE_LOGS: 'false' };
  try {
    await execute(process.execPath, ['--no-warnings', program, ...args, '--config', config], {
      cwd: ROOT,
      env: { ...process.env, ...quiet },
      ...(signal && { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new StartError(`The Worker could not be built.${outputOf(error)}`);
  }
}

function outputOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string };
  return ` Wrangler says:\n${stripVTControlCharacters(`${stdout}${stderr}`).trim()}`;
}
