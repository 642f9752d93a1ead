import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createAccount, createKey } from './account.ts';
import {
  completed,
  jobOf,
  laterBy,
  MINUTE_MS,
  objectOf,
  post,
  recording,
  storedOf,
  waiting,
} from './lifecycle-calls.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { acceptedId, settled } from './settled.ts';
import { PATIENT } from './patience.ts';

const Reports = z.object({
  data: z.array(z.object({ version: z.number(), is_current: z.boolean() })),
  rescore: z.object({ status: z.string() }).nullable(),
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a cancelled analysis', () => {
  it('is cancelled at once, and its late message does nothing', async () => {
    const account = await createAccount();
    const id = await waiting(account);
    const response = await post(account, id, 'cancel');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      id,
      status: 'cancelled',
      stage: null,
      percent: 0,
      waiting: null,
    });
    expect(await objectOf(id).send({ type: 'take', step: 'analyse' })).toEqual({
      accepted: false,
      reason: 'final',
    });
    expect(await settled(account, id)).toMatchObject({ status: 'cancelled', analysis: null, error: null });
    expect((await post(account, id, 'cancel')).status).toBe(409);
  });

  it('in the middle of its transcription stores no transcript', async () => {
    let isCancelled = false;
    const run = vi.spyOn(env.AI, 'run').mockImplementation(async () => {
      await vi.waitUntil(() => isCancelled, PATIENT);
      return novaAnswer();
    });
    const account = await createAccount();
    const id = await acceptedId(await account.upload({ file: recording() }));
    await vi.waitUntil(() => run.mock.calls.length === 1, PATIENT);
    expect((await post(account, id, 'cancel')).status).toBe(200);
    const sent = vi.spyOn(console, 'log');
    isCancelled = true;
    await vi.waitUntil(
      () => sent.mock.calls.some(([line]) => String(line).includes('step.taken_away')),
      PATIENT,
    );
    expect(await storedOf(id)).toEqual([`audio/${account.id}/${id}`]);
    expect(await settled(account, id)).toMatchObject({ status: 'cancelled', transcript: null });
  });

  it('goes on when it is retried', async () => {
    const account = await createAccount();
    const id = await waiting(account);
    await post(account, id, 'cancel');
    const response = await post(account, id, 'retry');
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ id, status: 'queued' });
    expect(await settled(account, id)).toMatchObject({ status: 'completed' });
    expect((await post(account, id, 'retry')).status).toBe(409);
  });
});

describe('a failed analysis', () => {
  it('is retried from the step that failed: nothing is transcribed twice', async () => {
    const run = vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
    const account = await createAccount();
    const lost = vi
      .spyOn(env.JOBS, 'send')
      .mockImplementation((message) =>
        JSON.stringify(message).includes('"analyse"')
          ? Promise.reject(new Error('Queue is gone'))
          : Object.getPrototypeOf(env.JOBS).send.call(env.JOBS, message),
      );
    const id = await acceptedId(await account.upload({ file: recording() }));
    await vi.waitUntil(async () => (await jobOf(id))?.step === 'analyse', PATIENT);
    lost.mockRestore();
    const failure = { code: 'internal_error', message: 'Something went wrong on our side.', details: {} };
    await objectOf(id).send({ type: 'take', step: 'analyse' });
    await objectOf(id).send({ type: 'fail', step: 'analyse', attempt: 1, failure });
    expect(await settled(account, id)).toMatchObject({ status: 'failed', error: failure });
    await post(account, id, 'retry');
    expect(await settled(account, id)).toMatchObject({ status: 'completed', error: null });
    expect(run).toHaveBeenCalledTimes(1);
  });
});

describe('a rescored analysis', () => {
  it('stays completed and readable, and keeps its earlier reports', async () => {
    const account = await createAccount();
    const id = await completed(account);
    const before = await (await account.fetch(`/v1/analyses/${id}/report`)).text();
    const send = vi.spyOn(env.JOBS, 'send').mockRejectedValueOnce(new Error('Queue is gone'));
    expect((await post(account, id, 'rescore')).status).toBe(202);
    expect(await (await account.fetch(`/v1/analyses/${id}`)).json()).toMatchObject({ status: 'completed' });
    const reports = async () =>
      Reports.parse(await (await account.fetch(`/v1/analyses/${id}/reports`)).json());
    expect(await reports()).toEqual({
      data: [{ version: 1, is_current: true }],
      rescore: { status: 'pending' },
    });
    expect((await post(account, id, 'rescore')).status).toBe(409);
    send.mockRestore();
    laterBy(MINUTE_MS + 1);
    await runDurableObjectAlarm(objectOf(id));
    await vi.waitUntil(async () => (await reports()).rescore === null, PATIENT);
    expect((await reports()).data).toEqual([
      { version: 2, is_current: true },
      { version: 1, is_current: false },
    ]);
    const report = (version: number) => account.fetch(`/v1/analyses/${id}/report?version=${version}`);
    expect(await (await report(1)).json()).toMatchObject({
      report: z.object({ report: z.unknown() }).parse(JSON.parse(before)).report,
    });
    expect((await report(2)).status).toBe(200);
    expect((await report(3)).status).toBe(404);
    expect((await report(0)).status).toBe(400);
  });

  it('that fails leaves the analysis and its report as they were', async () => {
    const account = await createAccount();
    const id = await completed(account);
    await env.STORE.delete(`transcript/${account.id}/${id}.json.gz`);
    await post(account, id, 'rescore');
    const reports = async () =>
      Reports.parse(await (await account.fetch(`/v1/analyses/${id}/reports`)).json());
    await vi.waitUntil(async () => (await reports()).rescore?.status === 'failed', PATIENT);
    expect((await jobOf(id))?.analysis).toMatchObject({
      status: 'completed',
      failure: null,
      reportVersion: 1,
    });
  });

  it('must have completed', async () => {
    const account = await createAccount();
    expect((await post(account, await waiting(account), 'rescore')).status).toBe(409);
  });
});

describe('a recording', () => {
  const path = (id: string | number) => `/api/v1/public/recordings/${id}`;
  const Recording = z.object({ data: z.object({ id: z.number(), name: z.string(), status: z.string() }) });

  it('is renamed and deleted by its number, as the published service does it', async () => {
    const account = await createAccount();
    const id = await completed(account);
    const { data } = Recording.parse(await (await account.fetch(path(id))).json());
    const patch = (body: unknown) =>
      account.fetch(path(data.id), {
        method: 'PATCH',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      });
    const renamed = Recording.parse(await (await patch({ display_name: 'Monday call' })).json());
    expect(renamed.data).toMatchObject({ id: data.id, name: 'Monday call', status: 'completed' });
    expect(await (await account.fetch(path(id))).json()).toMatchObject({ data: { name: 'Monday call' } });
    expect((await patch({ display_name: '' })).status).toBe(422);
    const writer = await createKey(account.id, 'read write', false);
    const refused = await writer.fetch(path(data.id), { method: 'DELETE' });
    expect([refused.status, await refused.json()]).toEqual([403, { error: 'Delete permission required' }]);
    expect((await account.fetch(path(data.id), { method: 'DELETE' })).status).toBe(204);
    expect((await account.fetch(path(id))).status).toBe(404);
  });
});
