import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { sha256Hex } from '../../src/adapters/crypto/digest.ts';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import { createAccount, createKey, type TestAccount } from './account.ts';
import { documentedRoutes } from './documented-routes.ts';
import { PATIENT } from './patience.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const writes = documentedRoutes().filter(({ method }) => method !== 'GET');
const newKey = () => crypto.randomUUID();
const hello = JSON.stringify({ transcript: salesCall });

let account: TestAccount;
beforeAll(async () => {
  account = await createAccount();
});

function send(path: string, init: RequestInit, key: string, from = account): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('idempotency-key', key);
  if (typeof init.body === 'string') headers.set('content-type', 'application/json');
  return from.fetch(path, { ...init, headers });
}

const submit = (key: string, body = hello, from = account) =>
  send('/v1/analyses', { method: 'POST', body }, key, from);

const isReplayed = (response: Response) => response.headers.get('idempotency-replayed') === 'true';

async function hashOf(bytes: ArrayBuffer | Uint8Array<ArrayBuffer> | undefined): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes ?? new ArrayBuffer());
  return new Uint8Array(digest).join(' ');
}

async function objectOf({ id }: TestAccount, key: string) {
  return env.IDEMPOTENCY_KEYS.getByName(await sha256Hex(`${id}\ntest\n${key}`));
}

/** What is stored of the key, as JSON: the body of an answer is a text in it. */
async function keptOf(caller: TestAccount, key: string): Promise<string> {
  const read = (state: DurableObjectState) => JSON.stringify(state.storage.kv.get('record'));
  return runInDurableObject(await objectOf(caller, key), (_object, state) => read(state));
}

async function countAnalyses({ id }: TestAccount): Promise<number> {
  const query = env.DB.prepare('select count(*) as count from analyses where account_id = ?').bind(id);
  return (await query.first<number>('count')) ?? 0;
}

describe.each(writes)('$method $path', ({ method, path, takesBody, body }) => {
  const target = path.replaceAll(/\{\w+\}/g, () => crypto.randomUUID());
  const init = { method, ...(takesBody && { body: JSON.stringify(body) }) };

  it('gives the first answer again to the same request, and refuses the key for another', async () => {
    const caller = await createAccount();
    const key = newKey();
    const first = await send(target, init, key, caller);
    const text = await first.text();
    expect(first.status, text).toBeLessThan(500);
    expect(isReplayed(first)).toBe(false);
    const again = await send(target, init, key, caller);
    expect([again.status, await again.text()]).toEqual([first.status, text]);
    expect(isReplayed(again)).toBe(true);
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    expect(again.headers.get('x-ratelimit-limit')).not.toBeNull();
    expect((await send(`${target}?other=1`, init, key, caller)).status).toBe(400);
    expect(await keptOf(caller, key)).not.toMatch(/\\"(key|secret|signing_secret)\\":/);
  });

  it('answers 409 while the first request is in flight, and tells when to try again', async () => {
    const key = newKey();
    await (await objectOf(account, key)).claim('another request');
    const response = await send(target, init, key);
    expect(response.status).toBe(409);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('a submission with an idempotency key', () => {
  it('makes one analysis, however often and however simultaneously it is sent', async () => {
    const caller = await createAccount();
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 5 }, () => submit(key, hello, caller)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 202).length).toBeGreaterThan(0);
    expect(statuses.every((status) => status === 202 || status === 409)).toBe(true);
    expect((await submit(key, hello, caller)).status).toBe(202);
    expect(await countAnalyses(caller)).toBe(1);
  });

  it('is refused with the same key and another body, by code', async () => {
    const key = newKey();
    await submit(key);
    const other = await submit(key, `${hello} `);
    expect(await other.json()).toMatchObject({ error: { code: 'idempotency_mismatch' } });
    expect(other.status).toBe(400);
  });

  it('is another one for another account, and for the other mode', async () => {
    const key = newKey();
    const live = await createKey(account.id, 'read write', true);
    const callers = [account, live, await createAccount()];
    for (const caller of callers) expect(isReplayed(await submit(key, hello, caller))).toBe(false);
  });

  it('is taken again where the first one died, after its lease', async () => {
    const key = newKey();
    await (await objectOf(account, key)).claim('a request that died');
    expect((await submit(key)).status).toBe(409);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
    expect((await submit(key)).status).toBe(202);
  });

  it('is a new one after a day', async () => {
    const key = newKey();
    await submit(key);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * 3_600_000 + 1 });
    expect(isReplayed(await submit(key))).toBe(false);
  });

  it('is tried again where the first answer was a fault of ours', async () => {
    const caller = await createAccount();
    const key = newKey();
    const put = env.STORE.put.bind(env.STORE);
    const store = vi.spyOn(env.STORE, 'put').mockImplementation((name, ...rest) => {
      if (name.includes(caller.id)) throw new Error('R2 is away');
      return Reflect.apply(put, env.STORE, [name, ...rest]);
    });
    expect((await submit(key, hello, caller)).status).toBe(500);
    store.mockRestore();
    const second = await submit(key, hello, caller);
    expect([second.status, isReplayed(second)]).toEqual([202, false]);
  });

  it.each(['', 'x'.repeat(256), 'é'])('is refused where the key is not one: %j', async (key) => {
    const response = await submit(key);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_request' } });
  });
});

describe('an upload with an idempotency key', () => {
  const wave = waveFile({ channels: 1, dataBytes: 300_000 });
  const form = (bytes: Uint8Array<ArrayBuffer>, name = 'call.wav', org = 'acme') => {
    const data = new FormData();
    data.append('org_id', org);
    data.append('file', new File([bytes], name, { type: 'audio/wav' }));
    return { method: 'POST', body: data };
  };

  it('is the same one under another boundary, and another one with other content', async () => {
    const key = newKey();
    const first = await send('/v1/analyses', form(wave), key);
    expect(first.status).toBe(202);
    const again = await send('/v1/analyses', form(wave), key);
    expect(isReplayed(again)).toBe(true);
    expect(await again.json()).toEqual(await first.json());
    const other = wave.slice();
    other[200_000] = 77;
    for (const different of [form(other), form(wave, 'other.wav'), form(wave, 'call.wav', 'umbrella')])
      expect((await send('/v1/analyses', different, key)).status).toBe(400);
  });

  it('stores what was sent', async () => {
    const response = await send('/v1/analyses', form(wave), newKey());
    const { id } = z.object({ id: z.string() }).parse(await response.json());
    const stored = await env.STORE.get(`audio/${account.id}/${id}`);
    expect(await hashOf(await stored?.arrayBuffer())).toBe(await hashOf(wave));
  });
});

const keyObject = env.IDEMPOTENCY_KEYS.getByName.bind(env.IDEMPOTENCY_KEYS);

/** As where the process died before the answer was kept, and its lease ran out: the object has no record. */
function loseRecords(): void {
  const lost = crypto.randomUUID();
  vi.spyOn(env.IDEMPOTENCY_KEYS, 'getByName').mockImplementation((name) => keyObject(`${name}:${lost}`));
}

async function textOf(response: Response): Promise<[number, string]> {
  return [response.status, await response.text()];
}

describe('a request whose answer and its record were lost', () => {
  const wave = waveFile({ channels: 1, dataBytes: 40_000 });
  const form = (bytes = wave) => {
    const data = new FormData();
    data.append('file', new File([bytes], 'call.wav', { type: 'audio/wav' }));
    return data;
  };
  const asEntry = (bytes = wave) => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ agent_id: 'a', contact_id: 'c' })) data.append(name, value);
    data.append('audio_file', new File([bytes], 'call.wav', { type: 'audio/wav' }));
    return data;
  };
  const lines = `${hello}\n{"half\n${hello}`;
  const other = waveFile({ channels: 1, dataBytes: 40_002 });

  it.each([
    ['a transcript', '/v1/analyses', () => hello, () => `${hello} `, 400],
    ['a form', '/v1/analyses', () => form(), () => form(other), 400],
    ['a form of the list format', '/api/v1/analysis/', () => asEntry(), () => asEntry(other), 422],
    ['a form of the recordings format', '/api/v1/public/recordings', () => form(), () => form(other), 422],
  ])('makes no second analysis: %s', async (_name, path, body, another, refused) => {
    const caller = await createAccount();
    const key = newKey();
    const first = await textOf(await send(path, { method: 'POST', body: body() }, key, caller));
    expect(first[0], first[1]).toBeLessThan(300);
    loseRecords();
    const again = await send(path, { method: 'POST', body: body() }, key, caller);
    expect(isReplayed(again)).toBe(false);
    const answer = await textOf(again);
    if (path.includes('recordings')) expect(answer[0]).toBe(first[0]);
    else expect(answer).toEqual(first);
    loseRecords();
    const different = await send(path, { method: 'POST', body: another() }, key, caller);
    expect([400, refused]).toContain(different.status);
    expect(await countAnalyses(caller)).toBe(1);
    const { objects } = await env.STORE.list({ prefix: `audio/${caller.id}/` });
    expect(objects.map(({ size }) => size)).toEqual(typeof body() === 'string' ? [] : [wave.byteLength]);
  });

  it('is not answered with the refusal of another request in between', async () => {
    const caller = await createAccount();
    const key = newKey();
    const first = await textOf(await submit(key, hello, caller));
    loseRecords();
    expect((await submit(key, `${hello} `, caller)).status).toBe(400);
    expect(await textOf(await submit(key, hello, caller))).toEqual(first);
  });

  it('makes no second batch', async () => {
    const caller = await createAccount();
    const key = newKey();
    const headers = { 'content-type': 'application/x-ndjson' };
    const post = (text: string) =>
      caller.fetch('/v1/batches', {
        method: 'POST',
        body: new TextEncoder().encode(text),
        headers: { ...headers, 'idempotency-key': key },
      });
    const Created = z.object({ id: z.string(), total: z.int(), errors: z.array(z.unknown()) });
    const first = Created.parse(await (await post(lines)).json());
    expect(first).toMatchObject({ total: 3, errors: [{ index: 1, code: 'malformed_json' }] });
    loseRecords();
    expect(Created.parse(await (await post(lines)).json())).toEqual(first);
    loseRecords();
    expect((await post(hello)).status).toBe(400);
    await vi.waitUntil(async () => (await countAnalyses(caller)) === 2, PATIENT);
    expect((await env.STORE.list({ prefix: `batch/${caller.id}/` })).objects.length).toBeLessThan(2);
  });

  it('makes no second upload, nor a second analysis of it', async () => {
    const caller = await createAccount();
    const [key, submission] = [newKey(), newKey()];
    const plan = { size_bytes: wave.byteLength, file_name: 'call.wav' };
    const begin = (sent: object) =>
      send('/v1/uploads', { method: 'POST', body: JSON.stringify(sent) }, key, caller);
    const first = await textOf(await begin(plan));
    loseRecords();
    expect(await textOf(await begin(plan))).toEqual(first);
    loseRecords();
    expect((await begin({ ...plan, file_name: 'other.wav' })).status).toBe(400);
    const { id } = z.object({ id: z.string() }).parse(JSON.parse(first[1]));
    await caller.fetch(`/v1/uploads/${id}/parts/1`, { method: 'PUT', body: wave });
    await caller.fetch(`/v1/uploads/${id}/complete`, { method: 'POST' });
    const body = JSON.stringify({ upload_id: id });
    const accepted = await textOf(await submit(submission, body, caller));
    expect(accepted[0], accepted[1]).toBe(202);
    loseRecords();
    expect(await textOf(await submit(submission, body, caller))).toEqual(accepted);
    expect((await submit(newKey(), body, caller)).status).toBe(409);
    expect(await countAnalyses(caller)).toBe(1);
  });

  it('says so where its analysis was deleted, and stores nothing of it again', async () => {
    const caller = await createAccount();
    const key = newKey();
    const { id } = z.object({ id: z.string() }).parse(await (await submit(key, hello, caller)).json());
    expect((await caller.fetch(`/v1/analyses/${id}`, { method: 'DELETE' })).status).toBe(204);
    loseRecords();
    const again = await submit(key, hello, caller);
    expect(await again.json()).toMatchObject({ error: { code: 'idempotency_conflict' } });
    expect((await env.STORE.list({ prefix: `transcript/${caller.id}/` })).objects).toEqual([]);
  });

  it('is another one after a day', async () => {
    const caller = await createAccount();
    const key = newKey();
    const first = await textOf(await submit(key, hello, caller));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * 3_600_000 + 1 });
    expect(await textOf(await submit(key, `${hello} `, caller))).not.toEqual(first);
    expect(await countAnalyses(caller)).toBe(2);
  });
});

describe('a key that is shown once', () => {
  const body = JSON.stringify({ name: 'Telephony', scopes: ['read'] });
  const create = (key: string, from: TestAccount) =>
    send('/v1/api-keys', { method: 'POST', body }, key, from);
  const Created = z.object({ key: z.string() });

  it('is replayed to the credential that made it, is not stored in clear, and to no other credential', async () => {
    const caller = await createAccount();
    const idempotencyKey = newKey();
    const { key } = Created.parse(await (await create(idempotencyKey, caller)).json());
    const again = await create(idempotencyKey, caller);
    expect([isReplayed(again), Created.parse(await again.json()).key]).toEqual([true, key]);
    const stored = await keptOf(caller, idempotencyKey);
    expect(stored).toContain('"sealed":true');
    expect(stored).not.toContain(key);
    const colleague = await createKey(caller.id, 'admin', false);
    expect((await create(idempotencyKey, colleague)).status).toBe(409);
  });
});

describe('a read', () => {
  it('takes no notice of an idempotency key', async () => {
    const headers = { 'idempotency-key': newKey(), authorization: `Bearer ${account.key}` };
    for (const path of ['/v1/usage', '/v1/analyses']) {
      const response = await exports.default.fetch(`https://debrief.test${path}`, { headers });
      expect([response.status, isReplayed(response)]).toEqual([200, false]);
    }
  });
});
