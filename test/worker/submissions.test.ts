import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { compose } from '../../src/composition/compose.ts';
import worker from '../../src/worker.ts';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import { createAccount, createKey, type TestAccount } from './account.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { PATIENT } from './patience.ts';
import { settled } from './settled.ts';

afterEach(() => vi.restoreAllMocks());

const RejectedList = z.object({ data: z.array(z.looseObject({ message_id: z.string() })) });

const messageOf = ({ id }: TestAccount, more: object = {}) => ({
  version: 1,
  account_id: id,
  livemode: false,
  submission: { transcript: salesCall, metadata: { from: 'queue' } },
  ...more,
});

const notificationOf = (key: string, eTag?: string) => ({
  account: 'cf',
  action: 'PutObject',
  bucket: 'debrief-store',
  object: { key, size: 1, ...(eTag !== undefined && { eTag }) },
  eventTime: '2026-11-22T00:00:00Z',
});

const newId = () => crypto.randomUUID().replaceAll('-', '');

/** Delivers messages and says which of them were acknowledged. */
async function hashOf(bytes: ArrayBuffer | Uint8Array<ArrayBuffer> | undefined): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes ?? new ArrayBuffer());
  return new Uint8Array(digest).join(' ');
}

async function deliver(bodies: readonly unknown[], ids = bodies.map(newId), queue = 'debrief-submissions') {
  const messages = bodies.map((body, at) => ({
    id: ids[at] ?? '',
    timestamp: new Date(),
    attempts: 1,
    body,
  }));
  const batch = createMessageBatch(queue, messages);
  await worker.queue(batch, env);
  return (await getQueueResult(batch, createExecutionContext())).explicitAcks;
}

async function analysesOf({ id }: TestAccount): Promise<{ id: string; livemode: number }[]> {
  const query = env.DB.prepare('select id, livemode from analyses where account_id = ?').bind(id);
  return (await query.all<{ id: string; livemode: number }>()).results;
}

async function rejectedOf(account: TestAccount) {
  return RejectedList.parse(await (await account.fetch('/v1/submissions/rejected')).json()).data;
}

describe('a message on the queue', () => {
  it('becomes an analysis, sent by another Worker', async () => {
    const account = await createAccount();
    await env.SUBMISSIONS.send(messageOf(account));
    await vi.waitUntil(async () => (await analysesOf(account)).length === 1, PATIENT);
    const [analysis] = await analysesOf(account);
    expect(await settled(account, analysis?.id ?? '')).toMatchObject({
      status: 'completed',
      metadata: { from: 'queue' },
    });
  });

  it('becomes one analysis, however often and however simultaneously it is delivered', async () => {
    const account = await createAccount();
    const body = messageOf(account);
    await deliver(
      [body, body, body],
      ['m1', 'm1', 'm1'].map((id) => id + account.id),
    );
    await deliver([body], [`m1${account.id}`]);
    expect(await analysesOf(account)).toHaveLength(1);
    expect(await rejectedOf(account)).toEqual([]);
  });

  it('becomes one analysis with all others that have its idempotency key, within the account and mode', async () => {
    const [account, other] = [await createAccount(), await createAccount()];
    const key = { idempotency_key: 'call-4711' };
    await deliver([messageOf(account, key), messageOf(account, key), messageOf(other, key)]);
    await deliver([messageOf(account, key), messageOf(account, { ...key, livemode: true })]);
    expect((await analysesOf(account)).map(({ livemode }) => livemode).toSorted((a, b) => a - b)).toEqual([
      0, 1,
    ]);
    expect(await analysesOf(other)).toHaveLength(1);
  });

  it('is delivered again where the fault is ours, and then becomes one analysis', async () => {
    const account = await createAccount();
    const id = newId();
    const put = env.STORE.put.bind(env.STORE);
    const store = vi.spyOn(env.STORE, 'put').mockImplementation((name, ...rest) => {
      if (name.includes(account.id)) throw new Error('R2 is away');
      return Reflect.apply(put, env.STORE, [name, ...rest]);
    });
    expect(await deliver([messageOf(account)], [id])).toEqual([]);
    store.mockRestore();
    expect(await deliver([messageOf(account)], [id])).toEqual([id]);
    expect(await analysesOf(account)).toHaveLength(1);
  });
});

describe('a message that is not valid', () => {
  const bad = { submission: { transcript: salesCall, colour: 'red' }, idempotency_key: 'call-4712' };

  it('is set aside with the reason, once, without its content, where its account and mode alone see it', async () => {
    const account = await createAccount();
    const id = newId();
    for (let time = 0; time < 2; time += 1)
      expect(await deliver([messageOf(account, bad)], [id])).toEqual([id]);
    const rejected = await rejectedOf(account);
    expect(rejected).toEqual([
      {
        message_id: id,
        source: 'queue',
        idempotency_key: 'call-4712',
        inbox_key: null,
        error: {
          code: 'unknown_field',
          message: 'Unknown field "submission.colour".',
          details: { field: 'submission.colour' },
        },
        rejected_at: expect.any(String),
      },
    ]);
    expect(await rejectedOf(await createAccount())).toEqual([]);
    expect(await rejectedOf(await createKey(account.id, 'read', true))).toEqual([]);
    expect(await analysesOf(account)).toEqual([]);
  });

  it.each([
    ['nothing of ours', () => 'hello'],
    ['an unknown account', (account: TestAccount) => ({ ...messageOf(account), account_id: 'acc_nobody' })],
  ])('because it is %s is set aside without an account', async (_name, bodyOf) => {
    const id = newId();
    expect(await deliver([bodyOf(await createAccount())], [id])).toEqual([id]);
    const row = await env.DB.prepare('select account_id, code from rejected_submissions where id = ?')
      .bind(id)
      .first();
    expect(row).toEqual({ account_id: null, code: 'invalid_request' });
  });

  it('or could not be worked on, and ends as a dead letter, is set aside too', async () => {
    const account = await createAccount();
    await deliver([messageOf(account)], undefined, 'debrief-dead-letters');
    expect(await rejectedOf(account)).toMatchObject([{ error: { code: 'internal_error' } }]);
  });

  it('is listed page by page, newest first, and forgotten after thirty days', async () => {
    const account = await createAccount();
    const ids = [newId(), newId(), newId()];
    for (const id of ids) await deliver([messageOf(account, bad)], [id]);
    const Page = RejectedList.extend({ next_cursor: z.string().nullable() });
    const first = Page.parse(await (await account.fetch('/v1/submissions/rejected?limit=2')).json());
    const rest = Page.parse(
      await (await account.fetch(`/v1/submissions/rejected?cursor=${first.next_cursor}`)).json(),
    );
    const listed = [...first.data, ...rest.data].map(({ message_id: id }) => id);
    expect([new Set(listed), rest.next_cursor]).toEqual([new Set(ids), null]);
    const { removeRejected } = compose(env);
    expect(await removeRejected(Date.now() - 60_000, 100)).toBe(0);
    while ((await removeRejected(Date.now() + 1, 2)) > 0);
    expect(await rejectedOf(account)).toEqual([]);
  });
});

describe('an object put into the inbox', () => {
  it('becomes an analysis of a recording, once however often that is notified, and is removed', async () => {
    vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
    const account = await createAccount();
    const key = `inbox/${account.id}/test/calls/call-1.wav`;
    const bytes = waveFile({ channels: 2, dataBytes: 35 * 32_000 });
    const { etag } = (await env.STORE.put(key, bytes)) ?? {};
    await deliver([notificationOf(key, etag), notificationOf(key, etag)]);
    await deliver([notificationOf(key, etag)]);
    const [analysis, ...others] = await analysesOf(account);
    expect(others).toEqual([]);
    expect(await settled(account, analysis?.id ?? '')).toMatchObject({
      status: 'completed',
      duration_seconds: 35,
    });
    expect(await env.STORE.head(key)).toBeNull();
    const stored = await env.STORE.get(`audio/${account.id}/${analysis?.id}`);
    expect(await hashOf(await stored?.arrayBuffer())).toBe(await hashOf(bytes));
  });

  it('becomes a live analysis of a submission where it is JSON', async () => {
    const account = await createAccount();
    const key = `inbox/${account.id}/call-2.json`;
    await env.STORE.put(key, JSON.stringify({ transcript: salesCall }));
    await deliver([notificationOf(key)]);
    expect(await analysesOf(account)).toMatchObject([{ livemode: 1 }]);
  });

  it('is set aside with the reason where it cannot become one, and stays', async () => {
    const account = await createAccount();
    const key = `inbox/${account.id}/test/call-3.json`;
    await env.STORE.put(key, '{"half');
    await deliver([notificationOf(key)]);
    expect(await rejectedOf(account)).toMatchObject([
      { source: 'inbox', inbox_key: key, error: { code: 'malformed_json' } },
    ]);
    expect(await env.STORE.head(key)).not.toBeNull();
  });

  it('is left alone where it was replaced, was deleted, or is none of an inbox', async () => {
    const account = await createAccount();
    const key = `inbox/${account.id}/test/call-4.wav`;
    await env.STORE.put(key, 'newer');
    const deleted = { ...notificationOf(key), action: 'DeleteObject' };
    await deliver([notificationOf(key, 'older'), deleted, notificationOf(`audio/${account.id}/x`)]);
    expect([await analysesOf(account), await rejectedOf(account)]).toEqual([[], []]);
    expect(await env.STORE.head(key)).not.toBeNull();
  });
});
