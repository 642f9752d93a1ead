import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compose } from '../../src/composition/compose.ts';
import { BatchWire } from '../../src/formats/v1-batches.ts';
import { runChunk } from '../../src/services/batches/run-chunk.ts';
import { createAccount } from './account.ts';
import {
  accepted,
  analysesOf,
  bad,
  cancel,
  chunksOf,
  creating,
  dying,
  firstOf,
  good,
  heldBack,
  items,
  large,
  laterBy,
  LOST,
  notifications,
  objectOf,
  over,
  pageOf,
  post,
  postLines,
  read,
} from './batch-calls.ts';
import { PATIENT } from './patience.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a batch', () => {
  it('makes an analysis of every valid item, and reports the others by their index', async () => {
    const notified = notifications();
    const account = await createAccount();
    const sent = [...items(2), bad, ...items(1), 'nonsense'];
    const batch = await accepted(await post(account, { items: sent, metadata: { import: 7 } }));
    expect(batch).toMatchObject({ total: 5, status: 'processing', percent: 40, metadata: { import: 7 } });
    expect(batch.errors.map(({ index, code }) => [index, code])).toEqual([
      [2, 'missing_field'],
      [4, 'invalid_request'],
    ]);
    const done = await over(account, batch.id);
    expect(done).toMatchObject({ status: 'completed', percent: 100, cost_usd_cents: expect.any(Number) });
    expect(done.counts).toEqual({
      waiting: 0,
      running: 0,
      completed: 3,
      failed: 0,
      cancelled: 0,
      rejected: 2,
    });
    const { data } = await pageOf(account, batch.id);
    expect(data.filter(({ status }) => status === 'rejected').map(({ index }) => index)).toEqual([2, 4]);
    expect(data[2]?.error).toMatchObject({ details: { field: 'transcript.utterances[0].text' } });
    const ids = data.flatMap(({ analysis_id: id }) => id ?? []);
    expect(new Set(ids)).toEqual(new Set(await analysesOf(account)));
    expect(await (await account.fetch(`/v1/analyses/${ids[2]}`)).json()).toMatchObject({
      metadata: { index: 0 },
    });
    expect(notified).toHaveBeenCalledOnce();
    expect(JSON.parse(notified.mock.calls[0]?.[0].body ?? '')).toMatchObject({
      id: batch.id,
      status: 'completed',
    });
    expect(await chunksOf(account)).toEqual([]);
  });

  it('is taken line by line, in chunks, with its other fields in the query', async () => {
    const messages = heldBack();
    const account = await createAccount();
    const lines = [...items(230).map((item) => JSON.stringify(item)), '', '{"half', JSON.stringify(good)];
    const batch = await accepted(await postLines(account, '?metadata={"import":8}', lines));
    expect(batch).toMatchObject({
      total: 232,
      counts: { waiting: 231, rejected: 1 },
      metadata: { import: 8 },
    });
    expect(batch.errors).toMatchObject([{ index: 230, code: 'malformed_json' }]);
    expect(messages.map(({ chunk }) => chunk)).toEqual([0, 1, 2]);
    const indexes: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await pageOf(account, batch.id, `?limit=100${cursor && `&cursor=${cursor}`}`);
      indexes.push(...page.data.map(({ index }) => index));
      cursor = page.next_cursor;
    }
    expect(indexes).toEqual(Array.from({ length: 232 }, (_, index) => index));
    expect((await pageOf(account, batch.id, '?status=rejected')).data.map(({ index }) => index)).toEqual([
      230,
    ]);
  });

  it.each([
    ['strict, with a bad item', { strict: true, items: [...items(101), bad] }, 422, 'batch_rejected'],
    ['without items', { items: [] }, 400, 'invalid_request'],
    ['with a field that is not known', { items: items(1), colour: 'red' }, 400, 'unknown_field'],
    ['with too many items', { items: Array.from({ length: 10_001 }, () => 0) }, 400, 'invalid_request'],
  ])('that is %s is refused, and leaves nothing behind', async (_name, body, status, code) => {
    const messages = heldBack();
    const account = await createAccount();
    const response = await post(account, body);
    expect(await response.json()).toMatchObject({ code });
    expect(response.status).toBe(status);
    expect([messages, await chunksOf(account), await analysesOf(account)]).toEqual([[], [], []]);
  });

  it('stores nothing of what is to be redacted, not even on the way', async () => {
    const [message] = [heldBack()];
    const account = await createAccount();
    const text = 'My card number is 4111 1111 1111 1111, thank you.';
    const utterances = [{ speaker: 'customer', start: 0, end: 5, text }];
    await accepted(
      await post(account, { items: [{ transcript: { utterances }, options: { redact: ['card'] } }] }),
    );
    const stored = await env.STORE.get((await chunksOf(account))[0]?.key ?? '');
    const plain = await new Response(stored?.body.pipeThrough(new DecompressionStream('gzip'))).text();
    expect(message).toHaveLength(1);
    expect(plain).toContain('[CARD]');
    expect(plain).not.toContain('4111');
  });
});

describe('the items of a batch', () => {
  it('become analyses exactly once where the consumer is killed twice in the middle', async () => {
    const notified = notifications();
    const messages = heldBack();
    const account = await createAccount();
    const { id } = await accepted(await post(account, { items: items(30) }));
    const message = firstOf(messages);
    for (const made of [9, 8]) {
      await expect(runChunk(dying(compose(env), made), message)).rejects.toThrow('the worker is dead');
      expect((await read(account, id)).counts.waiting).toBeGreaterThan(0);
      expect(await runChunk(compose(env), message)).toBe('done');
      laterBy(121_000);
    }
    expect(await runChunk(compose(env), message)).toBe('done');
    expect(await runChunk(compose(env), message)).toBe('done');
    const done = await over(account, id);
    expect(done.counts).toMatchObject({ completed: 30, waiting: 0, running: 0, failed: 0 });
    const { data } = await pageOf(account, id);
    const ids = data.map(({ analysis_id: analysis }) => analysis);
    expect(new Set(ids).size).toBe(30);
    expect(new Set(await analysesOf(account))).toEqual(new Set(ids));
    expect(notified).toHaveBeenCalledOnce();
    expect(await chunksOf(account)).toEqual([]);
  });

  it('are at work a few hundred at a time, so that no call waits behind all of them', async () => {
    const messages = heldBack();
    const account = await createAccount();
    const { id } = await accepted(await post(account, { items: items(620) }));
    const sent = () => messages.splice(0).map(({ chunk }) => chunk);
    expect(sent()).toEqual([0, 1, 2, 3, 4]);
    await objectOf(id).accepted(0, []);
    laterBy(61_000);
    await runDurableObjectAlarm(objectOf(id));
    expect(sent(), 'only what was sent before is sent again').toEqual([1, 2, 3, 4]);
    const end = async (index: number) => objectOf(id).ended({ index, status: 'completed', costUsdCents: 0 });
    await end(0);
    expect(sent(), 'the next hundred has room once one is over').toEqual([5]);
    for (let index = 1; index < 100; index += 1) await end(index);
    expect(sent(), 'five hundred are at work').toEqual([]);
    const error = { code: 'missing_field', message: 'A field is missing.', details: {} };
    await objectOf(id).accepted(1, [{ index: 100, error }]);
    expect(sent()).toEqual([6]);
  });

  it('are enqueued again by the alarm where the messages were lost', async () => {
    vi.spyOn(env.BATCH_CHUNKS, 'sendBatch').mockRejectedValueOnce(new Error('Queue is gone'));
    const account = await createAccount();
    const { id } = await accepted(await post(account, { items: items(3) }));
    laterBy(61_000);
    expect(await runDurableObjectAlarm(objectOf(id))).toBe(true);
    expect((await over(account, id)).counts.completed).toBe(3);
  });

  it('are given up where five workers in a row could not make analyses of them', async () => {
    const messages = heldBack();
    const account = await createAccount();
    const { id } = await accepted(await post(account, { items: items(2) }));
    const message = firstOf(messages);
    const deps = compose(env);
    const analysisObjects = creating(deps, () => Promise.reject(new Error('away')));
    const away = { ...deps, analysisObjects };
    for (let round = 0; round < 5; round += 1) expect(await runChunk(away, message)).toBe('retry');
    expect(await runChunk(away, message)).toBe('done');
    expect((await over(account, id)).counts.failed).toBe(2);
    expect((await pageOf(account, id)).data[0]).toMatchObject({
      analysis_id: null,
      error: { code: 'internal_error' },
    });
    expect(await chunksOf(account)).toEqual([]);
  });

  it('are counted once, however often their end is reported, and again where they end otherwise', async () => {
    heldBack();
    const account = await createAccount();
    const { id } = await accepted(await post(account, { items: items(2) }));
    const end = { index: 0, status: 'failed', costUsdCents: null } as const;
    for (let time = 0; time < 3; time += 1) await objectOf(id).ended(end);
    expect((await read(account, id)).counts).toMatchObject({ waiting: 1, failed: 1 });
    await objectOf(id).ended({ ...end, status: 'completed', costUsdCents: 0.1 + 0.2 });
    expect(await read(account, id)).toMatchObject({
      counts: { failed: 0, completed: 1 },
      cost_usd_cents: 0.3,
    });
  });
});

describe('an analysis of a batch', () => {
  it('that is deleted before it ended does not keep the batch waiting', async () => {
    vi.spyOn(env.JOBS, 'send').mockResolvedValue(LOST);
    const account = await createAccount();
    const { id } = await accepted(await post(account, { items: items(1) }));
    await vi.waitUntil(async () => (await read(account, id)).counts.running === 1, PATIENT);
    const analysis = (await pageOf(account, id)).data[0]?.analysis_id;
    expect((await account.fetch(`/v1/analyses/${analysis}`, { method: 'DELETE' })).status).toBe(204);
    expect((await over(account, id)).counts.cancelled).toBe(1);
  });
});

describe('cancelling a batch', () => {
  it('cancels what runs, makes no more analyses, and ends the batch once', async () => {
    const notified = notifications();
    const messages = heldBack();
    vi.spyOn(env.JOBS, 'send').mockResolvedValue(LOST);
    const account = await createAccount();
    const { id } = await accepted(await post(account, { items: [large, large, ...items(4)] }));
    await runChunk(compose(env), firstOf(messages.splice(0)));
    expect((await read(account, id)).counts).toMatchObject({ running: 2, waiting: 4 });
    const response = await cancel(account, id);
    expect(BatchWire.parse(await response.json()).status).toBe('cancelling');
    expect(new Set(messages.map(({ chunk }) => chunk))).toEqual(new Set([0, 1]));
    for (const message of messages) expect(await runChunk(compose(env), message)).toBe('done');
    expect(await over(account, id)).toMatchObject({ status: 'cancelled', counts: { cancelled: 6 } });
    expect(await analysesOf(account)).toHaveLength(2);
    await vi.waitUntil(() => notified.mock.calls.length > 0, PATIENT);
    expect(notified).toHaveBeenCalledOnce();
    expect(await chunksOf(account)).toEqual([]);
    expect((await cancel(account, id)).status).toBe(202);
  });

  it('is refused where every item is final', async () => {
    const account = await createAccount();
    const { id } = await accepted(await post(account, { items: items(1) }));
    await over(account, id);
    const response = await cancel(account, id);
    expect(await response.json()).toMatchObject({ status: 409, code: 'batch_final' });
  });
});

describe('a batch that was never sent to its end', () => {
  it('is forgotten by its alarm, with what was stored of it', async () => {
    const account = await createAccount();
    const id = `batch_${crypto.randomUUID()}`;
    const { batchObjects: batches, documents } = compose(env);
    const owner = { id, accountId: account.id, livemode: false };
    const empty = { callbackUrl: null, metadata: {}, createdAt: 0, cancelledAt: null, completedAt: null };
    await batches.create(id, { ...owner, ...empty });
    await documents.put('batch', { accountId: account.id, id: `${id}/0` }, []);
    await batches.add(id, 0, [{ index: 0, analysisId: crypto.randomUUID(), error: null }]);
    expect((await account.fetch(`/v1/batches/${id}`)).status).toBe(404);
    laterBy(15 * 60_000 + 1);
    await runDurableObjectAlarm(objectOf(id));
    const kept = await runInDurableObject(objectOf(id), (_object, { storage }) => storage.kv.get('batch'));
    expect([kept, await chunksOf(account)]).toEqual([undefined, []]);
  });
});
