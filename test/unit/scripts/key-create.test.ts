import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import { openMigrated } from '../../../scripts/databases/migrations.ts';
import { parseKeyArguments } from '../../../scripts/key/arguments.ts';
import { createKeySql, sqlText } from '../../../scripts/key-sql.ts';

const keyOf = (key: string) => ({ id: `key_${key}`, key, name: 'test', scopes: ['read', 'admin'] });

let db: DatabaseSync;
beforeEach(() => {
  db = openMigrated();
});

describe('the SQL of a new key', () => {
  it('makes the account where it is new, and gives it another key where it is not', async () => {
    db.exec(await createKeySql('Acme', 'acc_1', keyOf('sk_live_aaaaaaaaaaaa')));
    db.exec(await createKeySql('Acme', 'acc_2', keyOf('sk_test_bbbbbbbbbbbb')));
    db.exec(await createKeySql('Other', 'acc_3', keyOf('sk_test_cccccccccccc')));
    expect(db.prepare('SELECT id, name FROM accounts ORDER BY id').all()).toEqual([
      { id: 'acc_1', name: 'Acme' },
      { id: 'acc_3', name: 'Other' },
    ]);
    expect(
      db.prepare('SELECT account_id, prefix, scopes, livemode, hash FROM api_keys ORDER BY prefix').all(),
    ).toEqual(
      [
        ['acc_1', 'sk_live_aaaaaaaaaaaa', 1],
        ['acc_1', 'sk_test_bbbbbbbbbbbb', 0],
        ['acc_3', 'sk_test_cccccccccccc', 0],
      ].map(([account, key, livemode]) => ({
        account_id: account,
        prefix: `${key}`.slice(0, 12),
        scopes: 'read admin',
        livemode,
        hash: createHash('sha256').update(`${key}`).digest('hex'),
      })),
    );
  });

  it('takes any name of an account for what it is', async () => {
    for (const name of [
      "O'Brien & Söhne",
      "'); DROP TABLE accounts; --",
      '"quoted"',
      'a;b',
      '%_\\',
      '-- x',
    ]) {
      db.exec(await createKeySql(name, `acc_${name}`, keyOf(`sk_test_${name}`)));
      const accounts = db.prepare('SELECT count(*) AS n FROM accounts WHERE name = ?').get(name);
      expect(accounts).toEqual({ n: 1 });
    }
  });

  it('holds no control characters', () => {
    expect(() => sqlText('a\u0000b')).toThrow(RangeError);
  });
});

describe('the command line', () => {
  it('asks for all scopes and test mode by default', () => {
    expect(parseKeyArguments(['--account', ' Acme '])).toEqual({
      account: 'Acme',
      scopes: ['read', 'write', 'admin'],
      live: false,
      remote: false,
      config: undefined,
    });
    expect(
      parseKeyArguments(['--account=A', '--scopes=write, read', '--live', '--remote', '--config=c.json']),
    ).toEqual({
      account: 'A',
      scopes: ['read', 'write'],
      live: true,
      remote: true,
      config: 'c.json',
    });
  });

  it.each([
    ['no account', [], '--account needs a name'],
    ['an empty name', ['--account', '  '], '--account needs a name'],
    ['a name of two lines', ['--account', 'a\nb'], 'no line breaks'],
    ['an unknown scope', ['--account', 'a', '--scopes', 'read,own'], 'There is no scope "own"'],
    ['an unknown option', ['--account', 'a', '--force'], '--force'],
    ['a deployment that it does not name', ['--account', 'a', '--remote'], '--config deployments/'],
  ])('is refused, with the usage, for %s', (_name, args, reason) => {
    expect(() => parseKeyArguments(args)).toThrow(reason);
    expect(() => parseKeyArguments(args)).toThrow('Usage: npm run key:create');
  });
});
