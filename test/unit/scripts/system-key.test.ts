import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMigrated } from '../../../scripts/databases/migrations.ts';
import { keySql } from '../../../scripts/local-key.ts';
import { resolveDevKey } from '../../../scripts/system/dev-key.ts';
import { checksumOf } from '../../../src/adapters/crypto/digest.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dev-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the API key of a local system', () => {
  it('is the given one', async () => {
    const text = 'sk_live_0123456789abcdef';
    const key = text + (await checksumOf(text));
    expect(await resolveDevKey(key, folder)).toEqual({ key, generated: false });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    'sk_test_short',
    'pk_test_0123456789abcdef',
    "sk_test_0123456789abcdef'--",
    'sk_test_0123456789 abcdef',
  ])('may not be %j', async (key) => {
    await expect(resolveDevKey(key, folder)).rejects.toThrow(/DEV_API_KEY must be/);
  });

  it('ends in a checksum, which is told where it lacks', async () => {
    const text = 'sk_test_0123456789abcdef';
    await expect(resolveDevKey(text, folder)).rejects.toThrow(await checksumOf(text));
  });

  it('is made once, kept readable by its owner only, and found again', async () => {
    const state = path.join(folder, 'state');
    const made = await resolveDevKey(undefined, state);
    expect(made.key).toMatch(/^sk_test_[A-Za-z0-9_-]{49}$/);
    expect((await stat(path.join(state, 'dev-api-key'))).mode & 0o777).toBe(0o600);
    expect(await resolveDevKey('', state)).toEqual(made);
  });

  it('is not taken from a file that holds something else', async () => {
    await writeFile(path.join(folder, 'dev-api-key'), 'hello\n');
    await expect(resolveDevKey(undefined, folder)).rejects.toThrow(/delete it for a new one/);
  });
});

describe('the SQL that stores a key', () => {
  it('makes the key known by its hash, with all scopes, however often it runs', async () => {
    const db = openMigrated();
    const key = 'sk_test_0123456789abcdef';
    db.exec(await keySql(key));
    db.exec('UPDATE api_keys SET revoked_at = 1, expires_at = 1');
    db.exec(await keySql(key));
    const hash = createHash('sha256').update(key).digest('hex');
    expect(
      db.prepare('SELECT hash, prefix, scopes, livemode, revoked_at, expires_at FROM api_keys').all(),
    ).toEqual([
      {
        hash,
        prefix: 'sk_test_0123',
        scopes: 'read write admin',
        livemode: 0,
        revoked_at: null,
        expires_at: null,
      },
    ]);
    expect(db.prepare('SELECT count(*) AS n FROM accounts').get()).toEqual({ n: 1 });
  });

  it('keeps live keys live, in the same account, and never holds the key itself', async () => {
    const db = openMigrated();
    const sql = await keySql('sk_live_fedcba9876543210');
    expect(sql).not.toContain('fedcba9876543210');
    db.exec(await keySql('sk_test_0123456789abcdef'));
    db.exec(sql);
    expect(db.prepare('SELECT livemode FROM api_keys ORDER BY livemode').all()).toEqual([
      { livemode: 0 },
      { livemode: 1 },
    ]);
  });
});
