import {
  createMessageBatch,
  createExecutionContext,
  getQueueResult,
  runDurableObjectAlarm,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import worker from '../../src/worker.ts';
import { uuidToPrefixed } from '../../src/domain/ids.ts';
import { salesCall } from '../support/transcripts.ts';
import { createAccount } from './account.ts';
import { acceptedId, settled } from './settled.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function objectOf(id: string) {
  return env.ANALYSES.getByName(id);
}

function laterBy(milliseconds: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds });
}

describe('an accepted analysis', () => {
  it('is announced again by its alarm when the message was lost', async () => {
    const send = vi.spyOn(env.JOBS, 'send').mockRejectedValueOnce(new Error('Queue is gone'));
    const account = await createAccount();
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    expect(send).toHaveBeenCalledOnce();
    laterBy(61_000);
    expect(await runDurableObjectAlarm(objectOf(id))).toBe(true);
    expect(await settled(account, id)).toMatchObject({ status: 'completed' });
  });

  it('is taken up again when its worker died in the middle', async () => {
    vi.spyOn(env.JOBS, 'send').mockRejectedValueOnce(new Error('Queue is gone'));
    const account = await createAccount();
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    const died = await objectOf(id).send({ type: 'take', step: 'analyse' });
    expect(died.accepted).toBe(true);
    laterBy(31_000);
    expect(await runDurableObjectAlarm(objectOf(id))).toBe(true);
    expect(await settled(account, id)).toMatchObject({ status: 'completed' });
  });

  it('never answers 404 while the database has not taken its row, and gets it from the alarm', async () => {
    vi.spyOn(env.JOBS, 'send').mockRejectedValueOnce(new Error('Queue is gone'));
    const away = vi.spyOn(env.DB, 'prepare');
    const account = await createAccount();
    away.mockImplementation((query) => {
      if (query.startsWith('insert into "analyses"')) throw new Error('D1 is away');
      return Object.getPrototypeOf(env.DB).prepare.call(env.DB, query);
    });
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    const [session, stranger] = [uuidToPrefixed('sess_', id), await createAccount()];
    const statusOf = async (path: string, from = account) => (await from.fetch(path)).status;
    for (const path of ['', '/progress', '/reports'])
      expect(await statusOf(`/v1/analyses/${id}${path}`), path).toBe(200);
    expect(await statusOf(`/v1/analyses/${id}/report`)).toBe(409);
    expect(await statusOf(`/api/v1/analysis/${id}`)).toBe(200);
    expect(await statusOf(`/v1/sessions/${session}/transcript`)).not.toBe(404);
    // Its number is not known yet.
    expect(await statusOf(`/api/v1/public/recordings/${id}`)).toBe(503);
    const retry = await account.fetch(`/v1/analyses/${id}/retry`, { method: 'POST' });
    expect(retry.status).toBe(409);
    expect(await statusOf(`/v1/analyses/${id}`, stranger)).toBe(404);
    away.mockRestore();
    expect(await statusOf(`/api/v1/public/recordings/${id}`)).toBe(200);
    laterBy(61_000);
    expect(await runDurableObjectAlarm(objectOf(id))).toBe(true);
    expect(await statusOf(`/v1/analyses/${id}`)).toBe(200);
  });

  it('is failed by a dead letter, once', async () => {
    vi.spyOn(env.JOBS, 'send').mockRejectedValueOnce(new Error('Queue is gone'));
    const account = await createAccount();
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    const body = { version: 1, analysisId: id, step: 'analyse' };
    const deadLetter = { id: 'm1', timestamp: new Date(), attempts: 1, body };
    // Queues of a deployment begin with its own name.
    const batch = createMessageBatch('acme-dead-letters', [deadLetter]);
    await worker.queue(batch, env);
    expect((await getQueueResult(batch, createExecutionContext())).explicitAcks).toEqual(['m1']);
    expect(await settled(account, id)).toMatchObject({ status: 'failed', error: { code: 'internal_error' } });
  });
});

describe('a queue message', () => {
  async function deliver(body: unknown) {
    const batch = createMessageBatch('debrief-jobs', [
      { id: 'm1', timestamp: new Date(), attempts: 1, body },
    ]);
    await worker.queue(batch, env);
    return getQueueResult(batch, createExecutionContext());
  }

  it('that arrives again after its analysis completed changes nothing', async () => {
    const account = await createAccount();
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    const before = await settled(account, id);
    expect((await deliver({ version: 1, analysisId: id, step: 'analyse' })).explicitAcks).toEqual(['m1']);
    expect(await settled(account, id)).toEqual(before);
  });

  it('of a queue that is not known comes again', async () => {
    const batch = createMessageBatch('newsletters', [
      { id: 'm1', timestamp: new Date(), attempts: 1, body: {} },
    ]);
    await worker.queue(batch, env);
    const { explicitAcks, retryMessages } = await getQueueResult(batch, createExecutionContext());
    expect([explicitAcks, retryMessages]).toMatchObject([[], [{ msgId: 'm1' }]]);
  });

  it('that cannot be read is dropped', async () => {
    expect((await deliver({ hello: 'there' })).explicitAcks).toEqual(['m1']);
  });
});
