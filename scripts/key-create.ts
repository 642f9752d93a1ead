import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { formatKey } from '../src/adapters/crypto/digest.ts';
import { KEY_SECRET_BYTES } from '../src/domain/api-key.ts';
import { prepareDatabases } from './databases/local.ts';
import { DeployError } from './deploy/deploy-error.ts';
import { createWrangler, executeInMain, wranglerOnPath } from './deploy/wrangler.ts';
import { createKeySql } from './key-sql.ts';
import { type KeyArguments, parseKeyArguments } from './key/arguments.ts';
import { StartError } from './system/start-error.ts';
import { ROOT } from './worker/config.ts';

/** Makes a key, stores its hash in the local or the deployed database, and returns it. */
async function createKey({ account, scopes, live, config }: KeyArguments): Promise<string> {
  const key = await formatKey(live, randomBytes(KEY_SECRET_BYTES));
  const row = { id: `key_${randomUUID()}`, key, name: 'Made on the command line', scopes };
  const sql = await createKeySql(account, `acc_${randomUUID()}`, row);
  if (config === undefined) {
    const stateDir = path.resolve(process.env['STATE_DIR'] ?? '.debrief');
    await mkdir(stateDir, { recursive: true });
    await prepareDatabases(stateDir, sql);
  } else {
    const wrangler = createWrangler(wranglerOnPath(ROOT, process.env));
    await wrangler.run('Storing the API key', executeInMain(path.resolve(config), sql));
  }
  return key;
}

try {
  process.stdout.write(`${await createKey(parseKeyArguments(process.argv.slice(2)))}\n`);
} catch (error) {
  const isExpected = error instanceof StartError || error instanceof DeployError;
  const text = isExpected ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
