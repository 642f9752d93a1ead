import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { formatKey } from '../../src/adapters/crypto/digest.ts';
import { KEY_SECRET_BYTES, Scope } from '../../src/domain/api-key.ts';
import { createKeySql } from '../key-sql.ts';
import { executeInMain, failure, parseJson, type Wrangler } from './wrangler.ts';

const FIRST_ACCOUNT = 'Main';
/** One element a statement. */
const Answer = z.tuple([z.object({ results: z.tuple([z.object({ keys: z.int() })]) })]);

/** Makes a live key with all scopes where there is no key yet; `null` where there is. */
export async function makeFirstKey(wrangler: Wrangler, config: string): Promise<string | null> {
  const task = 'Looking for API keys';
  const query = 'SELECT count(*) AS keys FROM api_keys WHERE revoked_at IS NULL';
  const { stdout, output } = await wrangler.run(task, executeInMain(config, query));
  const answer = Answer.safeParse(parseJson(stdout));
  if (!answer.success) throw failure(task, output);
  if (answer.data[0].results[0].keys > 0) return null;
  const key = await formatKey(true, randomBytes(KEY_SECRET_BYTES));
  const row = { id: `key_${randomUUID()}`, key, name: 'Made by the deployment', scopes: Scope.options };
  const sql = await createKeySql(FIRST_ACCOUNT, `acc_${randomUUID()}`, row);
  await wrangler.run('Storing the first API key', executeInMain(config, sql));
  return key;
}
