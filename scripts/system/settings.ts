import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { readConfig, VARIABLE_NAMES } from '../../src/config.ts';
import { readWorkerConfig, ROOT } from '../worker/config.ts';
import { StartError } from './start-error.ts';

export type Vars = Readonly<Record<string, string>>;

/**
 * The variables of wrangler.toml and the secrets beside them that `environment` or, where it has none, `.dev.vars` of `folder`
 * says. Throws `StartError` for a name in that file that the Worker does not know.
 */
export function readSettings(environment: NodeJS.ProcessEnv, folder = ROOT): Vars {
  const names = new Set([...VARIABLE_NAMES, ...Object.keys(readWorkerConfig().vars)]);
  const file = path.join(folder, '.dev.vars');
  const kept = readDevVars(file);
  const unknown = Object.keys(kept).find((name) => !names.has(name));
  if (unknown !== undefined)
    throw new StartError(`${file} sets ${unknown}, which is none of ${[...names].toSorted().join(', ')}.`);
  const given = { ...kept, ...environment };
  return Object.fromEntries(
    [...names].flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
  );
}

/** Throws `StartError` naming each variable that the Worker would not take. */
export function checkSettings(vars: Vars): void {
  try {
    readConfig({ ...readWorkerConfig().vars, ...vars });
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new StartError(`The settings cannot be used:\n${reason}`);
  }
}

function readDevVars(file: string): Vars {
  try {
    const entries = Object.entries(parseEnv(readFileSync(file, 'utf8')));
    return Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
