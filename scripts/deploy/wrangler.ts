import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';
import { adviceFor } from './advice.ts';
import { DeployError } from './deploy-error.ts';

export interface WranglerResult {
  readonly ok: boolean;
  readonly stdout: string;
  /** Both streams. */
  readonly output: string;
}

/** Wrangler, never asking anything. */
export interface Wrangler {
  /** Throws `DeployError` where it cannot be started. */
  ask(args: readonly string[]): Promise<WranglerResult>;
  /** Throws `DeployError`, naming `task` and what to do, unless it succeeds. */
  run(task: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<WranglerResult>;
}

/** Runs a command line to its end. */
export type StartWrangler = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
) => Promise<WranglerResult>;

export function createWrangler(start: StartWrangler): Wrangler {
  return {
    ask: (args) => start(args, {}),
    async run(task, args, env = {}) {
      const result = await start(args, env);
      if (!result.ok) throw failure(task, result.output);
      return result;
    },
  };
}

/** Wrangler as it is found on the PATH of `environment`, started in `root`. */
export function wranglerOnPath(root: string, environment: NodeJS.ProcessEnv): StartWrangler {
  return (args, env) => runWrangler(args, root, { ...quiet(environment), ...env });
}

/** The command line that runs SQL in the deployed main database of a configuration. */
export function executeInMain(config: string, sql: string): string[] {
  return ['d1', 'execute', 'DB', '--remote', '--yes', '--json', '--config', config, `--command=${sql}`];
}

export function failure(task: string, output: string): DeployError {
  return new DeployError(`${task} failed. Wrangler says:\n\n${indented(output)}\n\n${adviceFor(output)}`);
}

async function runWrangler(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<WranglerResult> {
  const child = spawn('wrangler', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => {
      const reason = 'code' in error && error.code === 'ENOENT' ? 'it is not on the PATH' : error.message;
      reject(
        new DeployError(
          `Wrangler could not be started: ${reason}. Run "npm ci" first, then "npm run deploy", which knows where it is.`,
        ),
      );
    });
    child.once('close', resolve);
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { ok: code === 0, stdout, output: [stdout, stderr].filter((part) => part.trim() !== '').join('\n') };
}

/** Asks nothing, whoever may be at the terminal. */
function quiet(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...environment,
    CI: '1',
    FORCE_COLOR: '0',
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_WRITE_LOGS: 'false',
  };
}

function indented(output: string): string {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => `  ${line.trimEnd()}`).join('\n');
}

/** JSON that may have lines of something else before it; `null` where there is none. */
export function parseJson(text: string): unknown {
  const start = text.search(/^[[{]/m);
  if (start === -1) return null;
  try {
    return JSON.parse(text.slice(start));
  } catch {
    return null;
  }
}
