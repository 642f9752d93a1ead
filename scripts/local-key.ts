import { sha256Hex } from '../src/adapters/crypto/digest.ts';
import { keyColumns } from './key-sql.ts';

const ACCOUNT_ID = 'acc_local';

/** SQL that makes `key` known, with all scopes, to the one account of a local system. Safe to run again. */
export async function keySql(key: string): Promise<string> {
  const id = `key_${(await sha256Hex(key)).slice(0, 24)}`;
  const { names, values } = await keyColumns({ id, key, name: 'Local', scopes: ['read', 'write', 'admin'] });
  return [
    `INSERT INTO accounts (id, name, created_at) VALUES ('${ACCOUNT_ID}', 'Local', unixepoch() * 1000)`,
    'ON CONFLICT (id) DO NOTHING;',
    `INSERT INTO api_keys (account_id, ${names}) VALUES ('${ACCOUNT_ID}', ${values})`,
    'ON CONFLICT (hash) DO UPDATE SET revoked_at = NULL, expires_at = NULL;',
  ].join(' ');
}
