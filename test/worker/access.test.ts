import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { exportJWK, generateKeyPair } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatKey, sha256Hex } from '../../src/adapters/crypto/digest.ts';
import { ApiKeyListWire, ApiKeyWire, CreatedApiKeyWire } from '../../src/http/v1/api-keys.ts';
import { salesCall } from '../support/transcripts.ts';
import { createAccount, createKey, type TestAccount } from './account.ts';
import { callWith } from './call-with.ts';
import { tokenFor, trusted } from './issuer.ts';
import { jsonPost } from './json-post.ts';
import { acceptedId } from './settled.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const makeKey = (account: TestAccount, body: object) =>
  account.fetch('/v1/api-keys', jsonPost({ name: 'CI', scopes: ['read'], ...body }));
const revoke = (account: TestAccount, id: string) =>
  account.fetch(`/v1/api-keys/${id}`, { method: 'DELETE' });

function setTime(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: ms });
}

describe('a new API key', () => {
  it.each([true, false])(
    'works at once, in the mode of its maker (live: %s), and is stored as a hash',
    async (livemode) => {
      const maker = await createAccount('admin', livemode);
      const response = await makeKey(maker, { scopes: ['write', 'read', 'write'] });
      expect(response.status).toBe(201);
      const made = CreatedApiKeyWire.parse(await response.json());
      expect(made).toMatchObject({ livemode, scopes: ['read', 'write'], name: 'CI', last_used_at: null });
      expect(made.key).toMatch(livemode ? /^sk_live_[\w-]{49}$/ : /^sk_test_[\w-]{49}$/);
      expect(made.key.startsWith(made.prefix)).toBe(true);
      expect(response.headers.get('location')).toBe(`/v1/api-keys/${made.id}`);
      const row = await env.DB.prepare('select * from api_keys where id = ?').bind(made.id).first();
      expect(row).toMatchObject({ hash: await sha256Hex(made.key), account_id: maker.id });
      expect(JSON.stringify(row)).not.toContain(made.key.slice(12));
      const used = await callWith({}, `/v1/analyses/${crypto.randomUUID()}`, { 'x-api-key': made.key });
      expect(used.status).toBe(404);
    },
  );

  it('is never shown again', async () => {
    const account = await createAccount();
    const { key, ...made } = CreatedApiKeyWire.parse(await (await makeKey(account, {})).json());
    const read = await (await account.fetch(`/v1/api-keys/${made.id}`)).text();
    expect(ApiKeyWire.parse(JSON.parse(read))).toEqual(made);
    expect(read + (await (await account.fetch('/v1/api-keys')).text())).not.toContain(key.slice(12));
  });

  it.each([
    ['an unknown scope', { scopes: ['delete'] }, 'scopes[0]'],
    ['no scope', { scopes: [] }, 'scopes'],
    ['an empty name', { name: ' ' }, 'name'],
    ['an expiry in the past', { expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
    ['a field that is not known', { livemode: true }, 'livemode'],
  ])('is refused for %s, as problem details', async (_name, change, field) => {
    const response = await makeKey(await createAccount(), change);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 400, details: { field } });
  });

  it('takes the scope "admin", as everything about keys does', async () => {
    const account = await createAccount('read write');
    for (const response of [
      await makeKey(account, {}),
      await account.fetch('/v1/api-keys'),
      await account.fetch(`/v1/api-keys/${account.keyId}`),
      await revoke(account, account.keyId),
    ])
      expect(response.status).toBe(403);
  });
});

describe('the list of keys', () => {
  it('is newest first, page by page, each key once', async () => {
    const account = await createAccount();
    const names = ['one', 'two', 'three', 'four'];
    for (const name of names) await makeKey(account, { name });
    const seen: string[] = [];
    for (let query = '?limit=2'; ;) {
      const page = ApiKeyListWire.parse(await (await account.fetch(`/v1/api-keys${query}`)).json());
      seen.push(...page.data.map(({ name }) => name));
      expect(page.has_more).toBe(page.next_cursor !== null);
      if (page.next_cursor === null) break;
      query = `?limit=2&cursor=${page.next_cursor}`;
    }
    expect(seen).toEqual([...names.toReversed(), 'test']);
  });
});

describe('a revoked key', () => {
  it('is refused from then on, and may be revoked again', async () => {
    const account = await createAccount();
    const other = await createKey(account.id, 'read', false);
    expect((await other.fetch(`/v1/analyses/${crypto.randomUUID()}`)).status).toBe(404);
    expect((await revoke(account, other.keyId)).status).toBe(204);
    expect(await (await other.fetch('/v1/api-keys')).json()).toMatchObject({ code: 'key_revoked' });
    const first = await (await account.fetch(`/v1/api-keys/${other.keyId}`)).json();
    expect((await revoke(account, other.keyId)).status).toBe(204);
    expect(await (await account.fetch(`/v1/api-keys/${other.keyId}`)).json()).toEqual(first);
  });

  it('is not the last with the scope "admin" that still works in its mode', async () => {
    const account = await createAccount('admin');
    await createKey(account.id, 'read write', false);
    await createKey(account.id, 'admin', true);
    const expired = await createKey(account.id, 'admin', false);
    await env.DB.prepare('update api_keys set expires_at = 1 where id = ?').bind(expired.keyId).run();
    const refused = await revoke(account, account.keyId);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: 'last_admin_key' });
    expect((await revoke(account, expired.keyId)).status).toBe(204);
    await createKey(account.id, 'admin', false);
    expect((await revoke(account, account.keyId)).status).toBe(204);
  });

  it('is one of two at most where two last keys revoke each other at once', async () => {
    const one = await createAccount('admin');
    const two = await createKey(one.id, 'admin', false);
    const answers = await Promise.all([revoke(one, two.keyId), revoke(two, one.keyId)]);
    expect(answers.map(({ status }) => status).filter((status) => status === 204)).toHaveLength(1);
  });
});

describe('an unknown credential', () => {
  const read = (key: string, address: string) =>
    callWith({}, '/v1/usage', { 'x-api-key': key, 'cf-connecting-ip': address });
  const madeUp = () => formatKey(false, crypto.getRandomValues(new Uint8Array(32)));
  const looked = () => ({
    database: vi.spyOn(env.DB, 'prepare').mockClear(),
    counter: vi.spyOn(env.RATE_COUNTERS, 'getByName').mockClear(),
  });

  it('that cannot be a key costs no look-up, neither in the database nor in an object', async () => {
    const { database, counter } = looked();
    const key = await madeUp();
    for (const text of [
      'x',
      'sk_test_nobody',
      `${key.slice(0, -1)}!`,
      key.slice(1),
      `${key}${key}`,
      'eyJhbGciOiJub25lIn0..',
    ])
      expect((await read(text, '203.0.113.1')).status, text).toBe(401);
    expect(database).not.toHaveBeenCalled();
    expect(counter).not.toHaveBeenCalled();
  });

  it('that could be one is looked up a few times a minute for an address, and no more', async () => {
    setTime(Math.ceil(Date.now() / 60_000) * 60_000);
    const account = await createAccount();
    const network = '2001:db8:7:7';
    expect((await read(account.key, `${network}::1`)).status).toBe(200);
    const statuses: number[] = [];
    for (let at = 0; at < 32; at += 1)
      statuses.push((await read(await madeUp(), `${network}::${at}`)).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    const { database, counter } = looked();
    const refused = await read(await madeUp(), `${network}:1::1`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect(database).not.toHaveBeenCalled();
    expect(counter).not.toHaveBeenCalled();
    expect((await read(account.key, `${network}::1`)).status).toBe(200);
    expect((await read(await madeUp(), '203.0.113.2')).status).toBe(401);
  });
});

describe('the last use of a key', () => {
  it('is recorded after the response, at most once a minute', async () => {
    const account = await createAccount();
    const lastUse = async (at: number) => {
      setTime(at);
      await callWith({}, '/v1/api-keys', { 'x-api-key': account.key });
      const row = await env.DB.prepare('select last_used_at from api_keys where id = ?')
        .bind(account.keyId)
        .first<{ last_used_at: number }>();
      return row?.last_used_at;
    };
    const start = Date.now();
    expect(await lastUse(start)).toBe(start);
    expect(await lastUse(start + 59_000)).toBe(start);
    expect(await lastUse(start + 61_000)).toBe(start + 61_000);
  });
});

describe('the rate limit', () => {
  const few = { RATE_LIMIT_PER_MINUTE: '2', SUBMISSION_LIMIT_PER_MINUTE: '1' };

  it('counts down in every response, then refuses in the words of the API until the minute is over', async () => {
    const minute = Math.ceil(Date.now() / 60_000) * 60_000;
    const account = await createAccount();
    const read = () =>
      callWith(few, `/v1/analyses/${crypto.randomUUID()}`, { authorization: `Bearer ${account.key}` });
    setTime(minute + 15_500);
    const quota = ({ status, headers }: Response) => [
      status,
      ...['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`x-ratelimit-${name}`))),
    ];
    const reset = minute / 1000 + 60;
    expect(quota(await read())).toEqual([404, 2, 1, reset]);
    expect(quota(await read())).toEqual([404, 2, 0, reset]);
    const refused = await read();
    expect(quota(refused)).toEqual([429, 2, 0, reset]);
    expect(refused.headers.get('retry-after')).toBe('45');
    expect(await refused.json()).toMatchObject({ error: { code: 'rate_limited' } });
    setTime(minute + 60_000);
    expect(quota(await read())).toEqual([404, 2, 1, reset + 60]);
  });

  it('counts submissions apart from other requests, and each key for itself', async () => {
    const account = await createAccount();
    const submission = await account.submit({ transcript: salesCall });
    expect(submission.headers.get('x-ratelimit-limit')).toBe(env.SUBMISSION_LIMIT_PER_MINUTE);
    const response = await account.fetch(`/v1/analyses/${await acceptedId(submission)}`);
    expect(response.headers.get('x-ratelimit-limit')).toBe(env.RATE_LIMIT_PER_MINUTE);
    expect(response.headers.get('x-ratelimit-remaining')).toBe(`${Number(env.RATE_LIMIT_PER_MINUTE) - 1}`);
  });

  it('is not lost with the memory of its counter, which an hour of silence empties', async () => {
    const counter = env.RATE_COUNTERS.getByName(`requests:${crypto.randomUUID()}`);
    const minute = Math.ceil(Date.now() / 60_000) * 60_000;
    setTime(minute);
    expect(await counter.lease(100)).toEqual({ endsAt: minute + 60_000, granted: 5, remaining: 95 });
    await evictDurableObject(counter);
    expect(await counter.lease(100)).toMatchObject({ granted: 5, remaining: 90 });
    const size = () => runInDurableObject(counter, (_object, { storage }) => [...storage.kv.list()].length);
    setTime(minute + 61 * 60_000);
    expect(await runDurableObjectAlarm(counter)).toBe(true);
    expect(await size()).toBe(0);
  });
});

describe('a JSON Web Token', () => {
  const secret = 'a shared secret of at least 32 bytes';
  const key = new TextEncoder().encode(secret);
  const vars = { ...trusted, JWT_SECRET: secret };
  const verdict = async (response: Response) => [
    response.status,
    (await response.json<{ code?: string }>()).code,
  ];

  it('acts for its account, in its mode, with its scopes', async () => {
    const account = await createAccount();
    const get = async (claims: object) =>
      callWith(vars, '/v1/api-keys', await tokenFor(account.id, { ...claims }, key));
    const admin = await get({ scope: 'admin' });
    expect(ApiKeyListWire.parse(await admin.json()).data.map(({ id }) => id)).toEqual([account.keyId]);
    expect(admin.headers.get('x-ratelimit-limit')).toBe(env.RATE_LIMIT_PER_MINUTE);
    const live = await get({ scope: 'admin', livemode: true });
    expect(ApiKeyListWire.parse(await live.json()).data).toEqual([]);
    expect(await verdict(await get({ scope: 'read' }))).toEqual([403, 'scope_required']);
  });

  it('is checked with the keys that its issuer publishes', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'k1' }];
    const fetchKeys = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json({ keys }));
    const published = { ...trusted, JWT_JWKS_URL: 'https://login.acme.test/jwks' };
    const { id } = await createAccount();
    const headers = await tokenFor(id, { scope: 'admin' }, privateKey, { alg: 'ES256', kid: 'k1' });
    expect((await callWith(published, '/v1/api-keys', headers)).status).toBe(200);
    expect((await callWith(published, '/v1/api-keys', headers)).status).toBe(200);
    expect(fetchKeys).toHaveBeenCalledExactlyOnceWith(published.JWT_JWKS_URL, expect.anything());
  });

  it('is refused for an account that does not exist, once expired, and where no issuer is trusted', async () => {
    const stranger = await tokenFor('acc_nobody', {}, key);
    expect(await verdict(await callWith(vars, '/v1/api-keys', stranger))).toEqual([401, 'invalid_token']);
    const headers = await tokenFor((await createAccount()).id, { scope: 'admin' }, key);
    expect(await verdict(await callWith({}, '/v1/api-keys', headers))).toEqual([401, 'invalid_token']);
    setTime(Date.now() + 6 * 60_000 + 1000);
    expect(await verdict(await callWith(vars, '/v1/api-keys', headers))).toEqual([401, 'token_expired']);
  });
});
