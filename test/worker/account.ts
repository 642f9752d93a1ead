import { env, exports } from 'cloudflare:workers';
import { drizzle } from 'drizzle-orm/d1';
import { formatKey, sha256Hex } from '../../src/adapters/crypto/digest.ts';
import { accounts, apiKeys } from '../../src/db/schema/index.ts';
import { KEY_SECRET_BYTES } from '../../src/domain/api-key.ts';

export interface TestAccount {
  readonly id: string;
  readonly key: string;
  readonly keyId: string;
  /** Calls the API with the account's key. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  submit(body: unknown): Promise<Response>;
  upload(fields: Record<string, string | Blob>): Promise<Response>;
}

/** An account of its own for a test, with one key. */
export async function createAccount(scopes = 'read write admin', livemode = false): Promise<TestAccount> {
  const id = `acc_${crypto.randomUUID()}`;
  await drizzle(env.DB).insert(accounts).values({ id, name: 'test', createdAt: Date.now() });
  return createKey(id, scopes, livemode);
}

/** The same account through one more key. */
export async function createKey(accountId: string, scopes: string, livemode: boolean): Promise<TestAccount> {
  const key = await formatKey(livemode, crypto.getRandomValues(new Uint8Array(KEY_SECRET_BYTES)));
  const keyId = `key_${crypto.randomUUID()}`;
  await drizzle(env.DB)
    .insert(apiKeys)
    .values({
      id: keyId,
      accountId,
      name: 'test',
      prefix: key.slice(0, 12),
      hash: await sha256Hex(key),
      scopes,
      livemode,
      createdAt: Date.now(),
    });
  const call = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${key}`);
    return exports.default.fetch(`https://debrief.test${path}`, { ...init, headers });
  };
  return {
    id: accountId,
    key,
    keyId,
    fetch: call,
    submit: (body) =>
      call('/v1/analyses', {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    upload: (fields) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      return call('/v1/analyses', { method: 'POST', body: form });
    },
  };
}
