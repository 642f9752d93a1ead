import path from 'node:path';
import { getPlatformProxy } from 'wrangler';
import { z } from 'zod';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { ROOT } from '../worker/config.ts';
import { persistPath } from '../worker/open-worker.ts';

const Binding = z.custom<D1Database>(
  (value) => typeof value === 'object' && value !== null && 'prepare' in value,
);

export interface Databases {
  /** Throws where the configuration has no database with this binding. */
  named(binding: string): Database;
  close(): Promise<void>;
}

export const OPEN_OPTIONS = {
  config: { type: 'string', default: path.join(ROOT, 'wrangler.toml') },
  remote: { type: 'boolean', default: false },
} as const;

/** The databases of a configuration: those of the local system (`STATE_DIR`), or the deployed ones it marks `remote = true`. */
export async function openDatabases({
  config,
  remote,
}: {
  config: string;
  remote: boolean;
}): Promise<Databases> {
  const stateDir = path.resolve(process.env['STATE_DIR'] ?? '.debrief');
  const { env, dispose } = await getPlatformProxy({
    configPath: config,
    persist: { path: persistPath(stateDir) },
    remoteBindings: remote,
  });
  return {
    named(binding) {
      const parsed = Binding.safeParse(env[binding]);
      if (!parsed.success) throw new Error(`the configuration has no database with the binding "${binding}"`);
      return openDatabase(parsed.data);
    },
    close: dispose,
  };
}
