import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { uuidToPrefixed } from '../../src/domain/ids.ts';
import { salesCall } from '../support/transcripts.ts';
import { createAccount, type TestAccount } from './account.ts';
import { internet } from './internet.ts';
import { acceptedId, settled } from './settled.ts';
import { nightlySweeps } from './sweeps.ts';
import { PATIENT } from './patience.ts';

const Created = z.looseObject({ id: z.string(), secret: z.string(), signing_secret: z.string() });
const Deliveries = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.string(),
      event: z.string(),
      webhook_id: z.string().nullable(),
      status: z.string(),
      attempts: z.array(z.looseObject({ status_code: z.int().nullable(), error: z.string().nullable() })),
    }),
  ),
});

afterEach(() => void vi.restoreAllMocks());

const post = (account: TestAccount, path: string, body: unknown) =>
  account.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function createWebhook(account: TestAccount, body: object = {}) {
  const response = await post(account, '/v1/webhooks', { url: 'https://receiver.example/hook', ...body });
  expect(response.status, await response.clone().text()).toBe(201);
  return Created.parse(await response.json());
}

async function deliveriesOf(account: TestAccount, path: string) {
  return Deliveries.parse(await (await account.fetch(path)).json()).data;
}

const hasArrived = (account: TestAccount, path: string, status = 'delivered') =>
  vi.waitUntil(async () => (await deliveriesOf(account, path)).some((one) => one.status === status), PATIENT);

describe('a callback', () => {
  it('has the body that the GET of its format answers, for every format', async () => {
    const sent = internet();
    const account = await createAccount();
    const formats = ['v1-analyses', 'v1-analysis', 'api-v1-analysis', 'public-recordings'];
    for (const format of formats)
      await createWebhook(account, { url: `https://receiver.example/${format}`, format });
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    await settled(account, id);
    await vi.waitUntil(() => sent.length === formats.length, PATIENT);
    const paths: Record<string, string> = {
      'v1-analyses': `/v1/analyses/${id}`,
      'v1-analysis': `/v1/analysis/${uuidToPrefixed('ana_', id)}`,
      'api-v1-analysis': `/api/v1/analysis/${id}`,
      'public-recordings': `/api/v1/public/recordings/${id}/results`,
    };
    for (const { url, body } of sent) {
      const format = url.split('/').at(-1) ?? '';
      const answered: unknown = await (await account.fetch(paths[format] ?? '')).json();
      // Its links begin with the address of the deployment, which these tests do not tell it.
      const relative = JSON.stringify(answered).replaceAll('https://debrief.test', '');
      expect(JSON.stringify(body)).toBe(relative);
    }
  });

  it('goes to the callback_url of the analysis, in the format that the submission names', async () => {
    const sent = internet();
    const account = await createAccount();
    const about = { callback_url: 'https://receiver.example/own', callback_format: 'v1-analysis' };
    const id = await acceptedId(await account.submit({ transcript: salesCall, ...about }));
    await hasArrived(account, `/v1/analyses/${id}/deliveries`);
    expect(sent).toMatchObject([{ url: 'https://receiver.example/own', body: { status: 'complete' } }]);
    expect(sent[0]?.headers.get('kallglot-signature')).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
    const [delivery] = await deliveriesOf(account, `/v1/analyses/${id}/deliveries`);
    expect(delivery).toMatchObject({ webhook_id: null, attempts: [{ status_code: 204 }] });
  });

  it('to a private address is refused when it is submitted', async () => {
    const account = await createAccount();
    for (const url of [
      'https://10.0.0.1/hook',
      'https://metadata.google.internal/',
      'http://receiver.example/',
    ]) {
      const response = await account.submit({ transcript: salesCall, callback_url: url });
      expect(response.status, url).toBe(422);
      expect(await response.json()).toMatchObject({ error: { code: 'url_not_allowed' } });
      const inOptions = { transcript: salesCall, options: { callback_url: url } };
      expect((await account.submit(inOptions)).status, url).toBe(422);
      expect((await post(account, '/v1/webhooks', { url })).status).toBe(422);
    }
  });

  it('to a name that has a private address by the time of delivery is refused then', async () => {
    const account = await createAccount();
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () =>
      Response.json({ Status: 0, Answer: [{ type: 1, data: '10.0.0.1' }] }),
    );
    const about = { callback_url: 'https://receiver.example/own' };
    const id = await acceptedId(await account.submit({ transcript: salesCall, ...about }));
    await hasArrived(account, `/v1/analyses/${id}/deliveries`, 'pending');
    const [delivery] = await deliveriesOf(account, `/v1/analyses/${id}/deliveries`);
    expect(delivery?.attempts).toMatchObject([{ error: 'address_refused' }]);
  });

  it('and the events of a redacted call have nothing that was redacted', async () => {
    const sent = internet();
    const account = await createAccount();
    const card = '4111 1111 1111 1111';
    const utterances = [
      { speaker: 'customer', start: 0, end: 4, text: `My card number is ${card}, thank you.` },
    ];
    const about = { callback_url: 'https://receiver.example/own', options: { redact: ['card'] } };
    const id = await acceptedId(await account.submit({ transcript: { utterances }, ...about }));
    await hasArrived(account, `/v1/analyses/${id}/deliveries`);
    const events = await (await account.fetch(`/v1/analyses/${id}/events`)).text();
    expect(JSON.stringify(sent.map(({ body }) => body))).toContain('[CARD]');
    for (const text of [JSON.stringify(sent.map(({ body }) => body)), events])
      expect(text).not.toContain('4111');
  });

  it('is sent again with the same id when that is asked for', async () => {
    const sent = internet();
    const account = await createAccount();
    const { id: webhookId } = await createWebhook(account);
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    await hasArrived(account, `/v1/webhooks/${webhookId}/deliveries`);
    const [delivery] = await deliveriesOf(account, `/v1/analyses/${id}/deliveries`);
    const paths = [`/v1/webhooks/${webhookId}`, `/v1/analyses/${id}`];
    for (const path of paths)
      expect((await post(account, `${path}/deliveries/${delivery?.id}/redeliver`, {})).status).toBe(202);
    await vi.waitUntil(() => sent.length >= 2, PATIENT);
    expect(new Set(sent.map(({ headers }) => headers.get('webhook-id')))).toEqual(new Set([delivery?.id]));
    const unknown = await post(account, `/v1/webhooks/${webhookId}/deliveries/msg_x/redeliver`, {});
    expect(unknown.status).toBe(404);
  });

  it('of an analysis that is deleted is deleted from the log too', async () => {
    internet();
    const account = await createAccount();
    const { id: webhookId } = await createWebhook(account);
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    await hasArrived(account, `/v1/webhooks/${webhookId}/deliveries`);
    expect((await account.fetch(`/v1/analyses/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await deliveriesOf(account, `/v1/webhooks/${webhookId}/deliveries`)).toEqual([]);
  });

  it('is pruned from the log of every database after its time, unless it is still to be sent', async () => {
    const [account, ids] = [await createAccount(), ['old', 'pending', 'new']];
    const now = Date.now();
    const day = 86_400_000;
    const rows = 'with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)';
    const columns =
      'id, account_id, livemode, subject_id, event, url, format, status, attempts, attempts_of_round, version';
    for (const db of [env.DB, env.DB_1]) {
      await db
        .prepare("insert into accounts (id, name, created_at) values (?, 'x', 1) on conflict do nothing")
        .bind(account.id)
        .run();
      for (const kind of ids)
        await db
          .prepare(
            `${rows} insert into webhook_deliveries (${columns}, next_attempt_at, created_at) select
            'msg_' || ? || ? || i, ?, 1, iif(i % 2, 'test_1', 'batch_1'), 'webhook.test', 'https://x.test/', 'v1-analyses',
            'failed', '[]', 1, 1, ?, ? from n`,
          )
          .bind(
            kind === 'old' ? 2600 : 2,
            account.id,
            kind,
            account.id,
            kind === 'pending' ? now : null,
            kind === 'new' ? now - 89 * day : now - 91 * day,
          )
          .run();
    }
    const messages = await nightlySweeps();
    expect(messages.filter(({ sweep }) => sweep === 'deliveries').length).toBeGreaterThan(2);
    for (const db of [env.DB, env.DB_1]) {
      const left = await db
        .prepare('select id from webhook_deliveries where account_id = ? order by id')
        .bind(account.id)
        .all<{ id: string }>();
      expect(left.results.map(({ id }) => id.replace(`msg_${account.id}`, ''))).toEqual([
        'new1',
        'new2',
        'pending1',
        'pending2',
      ]);
    }
  });

  it('still to be sent survives the loss of memory', async () => {
    const sent = internet((url) => new Response(null, { status: sent.length > 1 ? 204 : url ? 503 : 500 }));
    const account = await createAccount();
    const about = { callback_url: 'https://receiver.example/own' };
    const id = await acceptedId(await account.submit({ transcript: salesCall, ...about }));
    await hasArrived(account, `/v1/analyses/${id}/deliveries`, 'pending');
    const stub = env.ANALYSES.getByName(id);
    const dueAt = await runInDurableObject(stub, (_instance, { storage }) => storage.getAlarm());
    expect((dueAt ?? 0) - Date.now()).toBeGreaterThan(40_000);
    expect((dueAt ?? 0) - Date.now()).toBeLessThan(75_000);
    vi.spyOn(Date, 'now').mockReturnValue(dueAt ?? 0);
    await runDurableObjectAlarm(stub);
    expect(new Set(sent.map(({ headers }) => headers.get('webhook-id'))).size).toBe(1);
    expect(sent).toHaveLength(2);
  });
});

describe('a webhook', () => {
  it('shows its secret when it is made and when it is rotated, and never again', async () => {
    const account = await createAccount();
    const { id, secret, signing_secret: signing } = await createWebhook(account);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(signing).toBe(secret);
    const rotated = await (await post(account, `/v1/webhooks/${id}/rotate-secret`, {})).json();
    expect(JSON.stringify(rotated)).toMatch(/"secret":"whsec_/);
    for (const path of ['/v1/webhooks', `/v1/webhooks/${id}`])
      expect(await (await account.fetch(path)).text()).not.toContain('whsec_');
    const rows = await env.DB.prepare('select * from webhooks where id = ?').bind(id).all();
    expect(JSON.stringify(rows.results)).not.toContain('whsec_');
  });

  it('gets a test, also while it is disabled, and the test is in its log', async () => {
    const sent = internet();
    const account = await createAccount();
    const { id } = await createWebhook(account);
    const patch = { method: 'PATCH', headers: { 'content-type': 'application/json' } };
    const off = await account.fetch(`/v1/webhooks/${id}`, { ...patch, body: '{"enabled":false}' });
    expect(await off.json()).toMatchObject({ enabled: false, disabled_reason: 'by_request' });
    expect((await post(account, `/v1/webhooks/${id}/test`, {})).status).toBe(202);
    await hasArrived(account, `/v1/webhooks/${id}/deliveries`);
    expect(sent).toMatchObject([{ body: { webhook_id: id } }]);
    const [delivery] = await deliveriesOf(account, `/v1/webhooks/${id}/deliveries`);
    expect((await post(account, `/v1/webhooks/${id}/deliveries/${delivery?.id}/redeliver`, {})).status).toBe(
      202,
    );
    await vi.waitUntil(() => sent.length === 2, PATIENT);
  });

  it('hears only of what it enabled, of its own account, and of its own mode', async () => {
    const sent = internet();
    const account = await createAccount();
    await createWebhook(account, { enabled_events: ['analysis.failed'] });
    await createWebhook(await createAccount());
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    await settled(account, id);
    await vi.waitUntil(
      () =>
        runInDurableObject(
          env.ANALYSES.getByName(id),
          async (_, { storage }) => (await storage.getAlarm()) ?? 0,
        ).then((at) => at > Date.now() + 1000),
      PATIENT,
    );
    expect(sent).toEqual([]);
  });
});
