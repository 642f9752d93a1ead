import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatKey, KEY_SECRET_BYTES } from '../src/domain/api-key.ts';
import { type KeyArguments, parseKeyArguments } from './key/arguments.ts';
import { createKeySql } from './key-sql.ts';
import { Children } from './system/children.ts';
import { prefixedLog } from './system/log.ts';
import { StartError } from './system/start-error.ts';
import { applyMigrations, executeSql, type WranglerContext } from './system/wrangler.ts';

const REPOSITORY = fileURLToPath(new URL('../', import.meta.url));

/** Makes a key, stores its hash in the local or the deployed database, and returns it. */
async function createKey({ account, scopes, live, config }: KeyArguments): Promise<string> {
  const key = formatKey(live, randomBytes(KEY_SECRET_BYTES));
  const row = { id: `key_${randomUUID()}`, key, name: 'Made on the command line', scopes };
  const sql = await createKeySql(account, `acc_${randomUUID()}`, row);
  const stateDir = path.resolve(process.env['STATE_DIR'] ?? '.debrief');
  const log = prefixedLog((text) => process.stderr.write(text));
  const context = { root: REPOSITORY, stateDir, log };
  const children = new Children();
  try {
    if (config !== undefined) await executeSql(children, context, sql, path.resolve(config));
    else await executeLocally(children, context, sql);
  } finally {
    await children.stop();
  }
  return key;
}

/** A system that was never started has no tables yet. */
async function executeLocally(children: Children, context: WranglerContext, sql: string): Promise<void> {
  await mkdir(context.stateDir, { recursive: true });
  try {
    await executeSql(children, context, sql);
  } catch (error) {
    if (!(error instanceof StartError && error.message.includes('no such table'))) throw error;
    await applyMigrations(children, context);
    await executeSql(children, context, sql);
  }
}

try {
  process.stdout.write(`${await createKey(parseKeyArguments(process.argv.slice(2)))}\n`);
} catch (error) {
  const text =
    error instanceof StartError ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
