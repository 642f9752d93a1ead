import { sha256Hex } from '../src/adapters/crypto/digest.ts';
import { keyPrefix } from '../src/domain/api-key.ts';

const CONTROL_CHARACTER = /\p{Cc}/u;

/** An API key to store. */
export interface KeyToStore {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly scopes: readonly string[];
}

/** `value` as an SQL string literal. Throws `RangeError` for control characters. */
export function sqlText(value: string): string {
  if (CONTROL_CHARACTER.test(value)) throw new RangeError('control character in a text for SQL');
  return `'${value.replaceAll("'", "''")}'`;
}

/** Column list and values of a row of `api_keys`, without the account: of the key, only its hash and prefix are in it. */
export async function keyColumns({
  id,
  key,
  name,
  scopes,
}: KeyToStore): Promise<{ names: string; values: string }> {
  const livemode = key.startsWith('sk_live_') ? 1 : 0;
  const texts = [id, name, keyPrefix(key), await sha256Hex(key), scopes.join(' ')];
  return {
    names: 'id, name, prefix, hash, scopes, livemode, created_at',
    values: `${texts.map(sqlText).join(', ')}, ${livemode}, unixepoch() * 1000`,
  };
}

/** SQL that stores a key for the account with this name; where there is none, it is made, with `accountId`. */
export async function createKeySql(account: string, accountId: string, key: KeyToStore): Promise<string> {
  const { names, values } = await keyColumns(key);
  const isNamed = `name = ${sqlText(account)}`;
  return [
    `INSERT INTO accounts (id, name, created_at) SELECT ${sqlText(accountId)}, ${sqlText(account)}, unixepoch() * 1000`,
    `WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE ${isNamed});`,
    `INSERT INTO api_keys (account_id, ${names})`,
    `SELECT accounts.id, ${values} FROM accounts WHERE ${isNamed} ORDER BY created_at, id LIMIT 1;`,
  ].join(' ');
}
