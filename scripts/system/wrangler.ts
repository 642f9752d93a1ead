import { createRequire } from 'node:module';
import path from 'node:path';
import { keySql } from '../local-key.ts';
import type { Children, ChildSpec } from './children.ts';
import type { Log } from './log.ts';
import { tidyWranglerLine } from './wrangler-lines.ts';

const require = createRequire(import.meta.url);
const DATABASE_BINDING = 'DB';
const SEARCH_BINDING = 'SEARCH';

/** Where the project and its local state are, and who hears what wrangler says. */
export interface WranglerContext {
  readonly root: string;
  readonly stateDir: string;
  readonly log: Log;
}

/** Brings the local databases to the latest migration. */
export async function applyMigrations(children: Children, context: WranglerContext): Promise<void> {
  for (const binding of [DATABASE_BINDING, SEARCH_BINDING]) {
    const args = ['d1', 'migrations', 'apply', binding, '--local'];
    await children.run(wrangler('Applying the database migrations', args, context));
  }
}

/** Makes the API key known to the local database. */
export async function insertKey(children: Children, context: WranglerContext, key: string): Promise<void> {
  await executeSql(children, context, await keySql(key));
}

/** Runs SQL that stores an API key in the main database: the local one, or the deployed one of a configuration. */
export async function executeSql(
  children: Children,
  context: WranglerContext,
  sql: string,
  deployedConfig?: string,
): Promise<void> {
  const where = deployedConfig === undefined ? ['--local'] : ['--remote', '--config', deployedConfig];
  const args = ['d1', 'execute', DATABASE_BINDING, ...where, '--yes', '--json', `--command=${sql}`];
  const spec = wrangler('Storing the API key', args, context, deployedConfig === undefined);
  await children.run({ ...spec, onLine: () => {} });
}

/** Starts workerd with the Worker and its local D1, R2, Queues and Durable Objects. */
export function startWorker(
  children: Children,
  context: WranglerContext,
  options: { port: number; inspectorPort: number; vars: Readonly<Record<string, string>> },
): void {
  const vars = Object.entries(options.vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
  const ports = ['--port', `${options.port}`, '--inspector-port', `${options.inspectorPort}`];
  const args = ['dev', '--local', '--show-interactive-dev-session=false', ...ports, ...vars];
  children.start(wrangler('The Worker (wrangler dev)', args, context));
}

function wrangler(
  title: string,
  args: readonly string[],
  context: WranglerContext,
  isLocal = true,
): ChildSpec {
  const state = isLocal ? ['--persist-to', context.stateDir] : [];
  return {
    title,
    args: ['--no-warnings', wranglerProgram(), ...args, ...state],
    cwd: context.root,
    env: quietEnvironment(context.stateDir),
    tidy: tidyWranglerLine,
    onLine: (line) => context.log('api', line),
  };
}

/** The program behind `bin/wrangler.js`, which would only start it as one more process. */
function wranglerProgram(): string {
  const manifest = require.resolve('wrangler/package.json');
  return path.join(path.dirname(manifest), 'wrangler-dist', 'cli.js');
}

/** No questions, no network look-ups, and no registry shared with other systems on this machine. */
function quietEnvironment(stateDir: string): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _, ...inherited } = process.env;
  return {
    ...inherited,
    CI: '1',
    NO_COLOR: '1',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_WRITE_LOGS: 'false',
    WRANGLER_REGISTRY_PATH: path.join(stateDir, 'registry'),
  };
}
