import { exports } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { CreatedApiKeyWire } from '../../src/http/v1/api-keys.ts';
import { salesCall } from '../support/transcripts.ts';
import { createAccount, createKey, type TestAccount } from './account.ts';
import { internet } from './internet.ts';
import { jsonPost } from './json-post.ts';
import { acceptedId } from './settled.ts';

afterEach(() => void vi.restoreAllMocks());

const HOOK = 'https://receiver.example/hook';
const transcript = salesCall;
const Code = z.object({ code: z.string() });
/** Of either envelope. */
const Refusal = z.union([Code, z.object({ error: Code }).transform(({ error }) => error)]);
const refusalOf = async (response: Response) => Refusal.parse(await response.json()).code;

function formOf(fields: Record<string, string>) {
  const form = new FormData();
  form.append('file', new File(['x'], 'call.wav'));
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return { method: 'POST', body: form };
}

describe('a key that may write but not read', () => {
  const requests: [string, string, () => RequestInit][] = [
    ['makes no webhook', '/v1/webhooks', () => jsonPost({ url: HOOK })],
    ['makes no secret of callbacks', '/v1/callback-secret/rotate', () => ({ method: 'POST' })],
    ['names no callback_url', '/v1/analyses', () => jsonPost({ transcript, callback_url: HOOK })],
    [
      'names no callback_url among the options',
      '/v1/analyses',
      () => jsonPost({ transcript, options: { callback_url: HOOK } }),
    ],
    ['names no callback_url beside a recording', '/v1/analyses', () => formOf({ callback_url: HOOK })],
    ['names no callback_url of a batch', '/v1/batches', () => jsonPost({ items: [{}], callback_url: HOOK })],
    [
      'names no callback_url of an item',
      '/v1/batches',
      () => jsonPost({ items: [{ transcript, callback_url: HOOK }], strict: true }),
    ],
  ];

  it.each(requests)('%s', async (_name, path, init) => {
    const writer = await createAccount('write');
    const response = await writer.fetch(path, init());
    const body = await response.text();
    expect(response.status, body).toBeGreaterThanOrEqual(400);
    expect(body).toContain('scope_required');
  });

  it('follows no session, changes no webhook and has nothing sent to one', async () => {
    internet();
    const owner = await createAccount();
    await acceptedId(await owner.submit({ transcript, session_id: 'sess_1' }));
    const made = await owner.fetch('/v1/webhooks', jsonPost({ url: HOOK }));
    const webhook = made.headers.get('location') ?? '';
    const writer = await createKey(owner.id, 'write', false);
    const follow = { analyses: ['summary'], webhook_url: HOOK };
    for (const [path, init] of [
      ['/v1/sessions/sess_1/analysis', jsonPost(follow)],
      [webhook, { ...jsonPost({ name: 'mine' }), method: 'PATCH' }],
      [webhook, { method: 'DELETE' }],
      [`${webhook}/test`, { method: 'POST' }],
      [`${webhook}/rotate-secret`, { method: 'POST' }],
    ] as const) {
      const response = await writer.fetch(path, init);
      expect([path, response.status, await refusalOf(response)]).toEqual([path, 403, 'scope_required']);
    }
  });

  it('submits calls, single and in batches', async () => {
    const writer = await createAccount('write');
    expect((await writer.submit({ transcript })).status).toBe(202);
    expect((await writer.fetch('/v1/batches', jsonPost({ items: [{ transcript }] }))).status).toBe(202);
  });
});

describe('the settings of an account, which hold for live calls', () => {
  it('are changed by a live key alone', async () => {
    const account = await createAccount();
    const change = { ...jsonPost({ retention_days: 1 }), method: 'PATCH' };
    const refused = await account.fetch('/v1/account', change);
    expect([refused.status, await refusalOf(refused)]).toEqual([403, 'key_environment_mismatch']);
    const live = await createKey(account.id, 'admin', true);
    expect((await live.fetch('/v1/account', change)).status).toBe(200);
  });
});

describe('an answer that is given again', () => {
  const again = (from: TestAccount, path: string, init: RequestInit, key: string) => {
    const headers = new Headers(init.headers);
    headers.set('idempotency-key', key);
    return from.fetch(path, { ...init, headers });
  };

  it('takes the scopes that the first request took', async () => {
    const admin = await createAccount('admin');
    const words = { ...jsonPost({ terms: ['Northwind'] }), method: 'PUT' };
    const first = await again(admin, '/v1/vocabulary', words, 'k');
    expect(first.status, await first.text()).toBe(200);
    const writer = await createKey(admin.id, 'read write', false);
    const refused = await again(writer, '/v1/vocabulary', words, 'k');
    expect([refused.status, await refusalOf(refused)]).toEqual([403, 'scope_required']);
    const colleague = await createKey(admin.id, 'admin', false);
    expect((await again(colleague, '/v1/vocabulary', words, 'k')).headers.get('idempotency-replayed')).toBe(
      'true',
    );
  });

  it('takes no more than that', async () => {
    const admin = await createAccount('admin');
    const call = jsonPost({ transcript });
    expect((await again(admin, '/v1/analyses', call, 'k')).status).toBe(202);
    const writer = await createKey(admin.id, 'write', false);
    expect((await again(writer, '/v1/analyses', call, 'k')).headers.get('idempotency-replayed')).toBe('true');
  });
});

describe('an answer that shows a secret', () => {
  it('is stored nowhere, neither the first time nor again', async () => {
    const account = await createAccount();
    const webhook = await account.fetch('/v1/webhooks', jsonPost({ url: HOOK }));
    const secrets = [
      ['/v1/api-keys', jsonPost({ name: 'CI', scopes: ['read'] })],
      ['/v1/webhooks', jsonPost({ url: HOOK })],
      [`${webhook.headers.get('location')}/rotate-secret`, { method: 'POST', headers: {} }],
      ['/v1/callback-secret/rotate', { method: 'POST', headers: {} }],
    ] as const;
    for (const [path, init] of secrets) {
      const headers = { ...init.headers, 'idempotency-key': path };
      for (const time of [1, 2]) {
        const response = await account.fetch(path, { ...init, headers });
        expect([path, time, response.status < 300, response.headers.get('cache-control')]).toEqual([
          path,
          time,
          true,
          'no-store',
        ]);
      }
    }
  });
});

describe('every answer', () => {
  it('tells browsers not to guess its type', async () => {
    const account = await createAccount();
    const made = CreatedApiKeyWire.parse(
      await (await account.fetch('/v1/api-keys', jsonPost({ name: 'CI', scopes: ['read'] }))).json(),
    );
    const id = await acceptedId(await account.submit({ transcript }));
    const paths = ['/health', '/docs', '/openapi.json', '/nowhere', `/v1/analyses/${id}`, '/v1/usage'];
    for (const path of [...paths, `/v1/analyses/${id}/events`])
      for (const key of [made.key, 'nobody']) {
        const headers = { 'x-api-key': key };
        const response = await exports.default.fetch(`https://debrief.test${path}`, { headers });
        await response.body?.cancel();
        expect([path, response.headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
      }
  });
});
