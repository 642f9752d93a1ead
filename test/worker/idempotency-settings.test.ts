import { env, exports } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createAccount, type TestAccount } from './account.ts';
import { PATIENT } from './patience.ts';

afterEach(() => void vi.restoreAllMocks());

const newKey = () => crypto.randomUUID();
const keyObject = env.IDEMPOTENCY_KEYS.getByName.bind(env.IDEMPOTENCY_KEYS);

/** As where the process died before the answer was kept, and its lease ran out: the object has no record. */
function loseRecords(): void {
  const lost = crypto.randomUUID();
  vi.spyOn(env.IDEMPOTENCY_KEYS, 'getByName').mockImplementation((name) => keyObject(`${name}:${lost}`));
}

function send(path: string, init: { body?: string }, key: string, caller: TestAccount): Promise<Response> {
  const type = init.body === undefined ? {} : { 'content-type': 'application/json' };
  return caller.fetch(path, { method: 'POST', ...init, headers: { 'idempotency-key': key, ...type } });
}

async function textOf(response: Response): Promise<[number, string]> {
  return [response.status, await response.text()];
}

describe('a request for settings whose answer and its record were lost', () => {
  const listed = async (caller: TestAccount, path: string) =>
    z
      .object({ data: z.array(z.looseObject({ id: z.string() })) })
      .parse(await (await caller.fetch(path)).json()).data;

  it('makes no second webhook, and shows its secret again', async () => {
    const caller = await createAccount();
    const key = newKey();
    const hook = { url: 'https://receiver.example/hook', name: 'CRM' };
    const create = (sent: object) => send('/v1/webhooks', { body: JSON.stringify(sent) }, key, caller);
    const first = await textOf(await create(hook));
    expect(first[0], first[1]).toBe(201);
    loseRecords();
    expect(await textOf(await create(hook))).toEqual(first);
    loseRecords();
    expect((await create({ ...hook, name: 'other' })).status).toBe(400);
    expect(await listed(caller, '/v1/webhooks')).toHaveLength(1);
  });

  it('makes no second test of a webhook', async () => {
    const caller = await createAccount();
    const key = newKey();
    const hook = await caller.fetch('/v1/webhooks', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url: 'https://receiver.example/hook' }),
    });
    const { id } = z.looseObject({ id: z.string() }).parse(await hook.json());
    for (const _ of [1, 2]) {
      expect((await send(`/v1/webhooks/${id}/test`, {}, key, caller)).status).toBe(202);
      loseRecords();
    }
    const deliveries = () => listed(caller, `/v1/webhooks/${id}/deliveries`);
    await vi.waitUntil(async () => (await deliveries()).length > 0, PATIENT);
    expect(await deliveries()).toHaveLength(1);
  });

  it('makes no second API key: the one that nobody saw is replaced', async () => {
    const caller = await createAccount();
    const key = newKey();
    const wanted = { name: 'Telephony', scopes: ['read'] };
    const create = (sent: object) => send('/v1/api-keys', { body: JSON.stringify(sent) }, key, caller);
    const Made = z.looseObject({ id: z.string(), key: z.string() });
    const first = Made.parse(await (await create(wanted)).json());
    loseRecords();
    const again = Made.parse(await (await create(wanted)).json());
    expect(again.id).toBe(first.id);
    expect(again.key).not.toBe(first.key);
    const statusWith = async (secret: string) => {
      const headers = { authorization: `Bearer ${secret}` };
      return (await exports.default.fetch('https://debrief.test/v1/analyses', { headers })).status;
    };
    expect([await statusWith(first.key), await statusWith(again.key)]).toEqual([401, 200]);
    loseRecords();
    expect((await create({ ...wanted, scopes: ['admin'] })).status).toBe(400);
    expect((await listed(caller, '/v1/api-keys')).map(({ id }) => id)).toContain(first.id);
    expect(await listed(caller, '/v1/api-keys')).toHaveLength(2);
  });
});
