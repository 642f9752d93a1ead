import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { allowance } from '../../src/composition/compose.ts';
import { salesCall } from '../support/transcripts.ts';
import { createAccount, createKey, type TestAccount } from './account.ts';
import { repositoryOf, variation } from './analysis-series.ts';
import { accepted as acceptedBatch, items, LOST, over, pageOf, post as postBatch } from './batch-calls.ts';
import {
  completed,
  DAY_MS,
  jobOf,
  laterBy,
  MINUTE_MS,
  objectOf,
  post,
  recording,
} from './lifecycle-calls.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { PATIENT } from './patience.ts';
import { acceptedId, settled } from './settled.ts';
import { deliver, heldBack } from './step-messages.ts';

/** 35 seconds at 0.52 cents a minute. */
const SPEECH_CENTS = 0.3033;
const failure = { code: 'internal_error', message: 'Something went wrong on our side.', details: {} };
const { AI_GATEWAY_ID, AI_GATEWAY_PAYLOADS, MAX_CONCURRENT_AI_PER_ACCOUNT } = env;

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  Object.assign(env, { AI_GATEWAY_ID, AI_GATEWAY_PAYLOADS, MAX_CONCURRENT_AI_PER_ACCOUNT });
  allowance.closedUntil = 0;
});

const json = { 'content-type': 'application/json' };

/** Settings hold for both modes, so a live key of the account changes them. */
async function setBudget({ id }: TestAccount, cents: unknown, scopes = 'admin'): Promise<Response> {
  const body = JSON.stringify({ monthly_budget_usd_cents: cents });
  const account = await createKey(id, scopes, true);
  return account.fetch('/v1/account', { method: 'PATCH', body, headers: json });
}

const upload = (account: TestAccount) => account.upload({ file: recording() });

describe('what a call costs', () => {
  it('is shown and counted also where it fails after it was transcribed, once however often it is retried', async () => {
    vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
    const account = await createAccount();
    const held = heldBack('JOBS', 'analyse');
    const id = await acceptedId(await upload(account));
    await vi.waitUntil(() => held.length > 0, PATIENT);
    await objectOf(id).send({ type: 'take', step: 'analyse' });
    await objectOf(id).send({ type: 'fail', step: 'analyse', attempt: 1, failure });
    expect(await settled(account, id)).toMatchObject({ status: 'failed', cost_usd_cents: SPEECH_CENTS });
    const costs = {
      cost_usd_cents: SPEECH_CENTS,
      speech_cost_usd_cents: SPEECH_CENTS,
      language_model_cost_usd_cents: 0,
    };
    const usage = async () => (await account.fetch('/v1/usage')).json();
    expect(await usage()).toMatchObject({ data: [{ analyses: 0, audio_minutes: 0, ...costs }] });
    vi.mocked(env.JOBS.send).mockRestore();
    expect((await post(account, id, 'retry')).status).toBe(202);
    expect(await settled(account, id)).toMatchObject({ status: 'completed', cost_usd_cents: SPEECH_CENTS });
    expect(await usage()).toMatchObject({ data: [{ analyses: 1, ...costs }] });
  });
});

describe('a budget that is used up', () => {
  it('refuses every way to submit a call with 402, until it is raised', async () => {
    const account = await createAccount();
    const done = await completed(account);
    expect((await setBudget(account, 5, 'read write')).status).toBe(403);
    expect((await setBudget(account, -1)).status).toBe(400);
    expect(await (await setBudget(account, 0)).json()).toMatchObject({
      monthly_budget_usd_cents: 0,
      spent_usd_cents: 0,
      retention_days: 90,
    });
    const refused = [
      await account.submit({ transcript: salesCall }),
      await upload(account),
      await postBatch(account, { items: items(2) }),
      await post(account, done, 'rescore'),
    ];
    expect(refused.map(({ status }) => status)).toEqual([402, 402, 402, 402]);
    expect(await refused[0]?.json()).toMatchObject({
      error: {
        code: 'budget_exhausted',
        details: {
          budget_usd_cents: 0,
          spent_usd_cents: 0,
          renews_at: expect.stringMatching(/-01T00:00:00Z$/),
        },
      },
    });
    const form = new FormData();
    form.append('file', recording());
    const path = '/api/v1/public/recordings';
    expect((await account.fetch(path, { method: 'POST', body: form })).status).toBe(402);
    const stored = await env.STORE.list({ prefix: `audio/${account.id}/` });
    expect(stored.objects).toEqual([]);
    await setBudget(account, null);
    expect((await account.submit({ transcript: salesCall })).status).toBe(202);
  });

  it('is not remembered as the answer to an idempotency key', async () => {
    const account = await createAccount();
    const body = JSON.stringify({ transcript: salesCall });
    const send = () =>
      account.fetch('/v1/analyses', { method: 'POST', body, headers: { ...json, 'idempotency-key': 'one' } });
    await setBudget(account, 0);
    expect((await send()).status).toBe(402);
    await setBudget(account, 1);
    expect((await send()).status).toBe(202);
  });

  it('rejects the items of a batch that was accepted before', async () => {
    const account = await createAccount();
    const sendBatch = vi.spyOn(env.BATCH_CHUNKS, 'sendBatch').mockResolvedValue(LOST);
    const { id } = await acceptedBatch(await postBatch(account, { items: items(2) }));
    await setBudget(account, 0);
    const messages = [...(sendBatch.mock.calls[0]?.[0] ?? [])].map(({ body }) => body);
    sendBatch.mockRestore();
    await env.BATCH_CHUNKS.sendBatch(messages.map((body) => ({ body })));
    expect(await over(account, id)).toMatchObject({ counts: { rejected: 2 } });
    const { data } = await pageOf(account, id);
    expect(data.map(({ error }) => error?.code)).toEqual(['budget_exhausted', 'budget_exhausted']);
  });

  it('fails a call that was accepted before, unless it was begun, and asks no model for it', async () => {
    const run = vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
    const account = await createAccount();
    const held = heldBack('TRANSCRIPTIONS', 'transcribe');
    const id = await acceptedId(await upload(account));
    await vi.waitUntil(() => held.length > 0, PATIENT);
    await setBudget(account, 0);
    await deliver(held);
    expect(await settled(account, id)).toMatchObject({
      status: 'failed',
      error: { code: 'budget_exhausted' },
    });
    expect(run).not.toHaveBeenCalled();
    expect((await post(account, id, 'retry')).status).toBe(402);
  });

  it('is used up by calls of both modes, and for the month', async () => {
    const account = await createAccount();
    const failed = {
      ...variation(account.id, 3),
      status: 'failed',
      costUsdCents: 5,
      livemode: true,
    } as const;
    const at = { chargedAt: Date.now(), completedAt: Date.now() };
    await repositoryOf(account, true).project({ ...failed, ...at });
    await setBudget(account, 6);
    expect((await account.submit({ transcript: salesCall })).status).toBe(202);
    expect(await (await setBudget(account, 5)).json()).toMatchObject({ spent_usd_cents: 5 });
    expect((await account.submit({ transcript: salesCall })).status).toBe(402);
    laterBy(32 * DAY_MS);
    expect((await account.submit({ transcript: salesCall })).status).toBe(202);
  });
});

describe('models', () => {
  it('are asked for one account no more often at a time than it may, while others go on; whoever waits has not failed', async () => {
    Object.assign(env, { MAX_CONCURRENT_AI_PER_ACCOUNT: '1' });
    const asked: (() => void)[] = [];
    vi.spyOn(env.AI, 'run').mockImplementation(
      () => new Promise((resolve) => asked.push(() => resolve(novaAnswer()))),
    );
    const held = heldBack('TRANSCRIPTIONS', 'transcribe');
    const [busy, other] = [await createAccount(), await createAccount()];
    const ids: string[] = [];
    for (const account of [busy, busy, busy, other]) {
      ids.push(await acceptedId(await upload(account)));
      await vi.waitUntil(() => held.length === ids.length, PATIENT);
    }
    const [first, second, third, another] = ids;
    const [one = [], two = [], three = [], four = []] = held.splice(0).map((message) => [message]);
    const working = Promise.all([deliver(one), deliver(four)]);
    await vi.waitUntil(() => asked.length === 2, PATIENT);
    // One after the other: so they stand in line.
    await deliver(two);
    await deliver(three);
    const waiting = await Promise.all([jobOf(second ?? ''), jobOf(third ?? '')]);
    expect(waiting.map((job) => job?.tasks[0]?.forgivenAttempts)).toEqual([1, 1]);
    expect(held).toEqual([]);
    await post(busy, second ?? '', 'cancel');
    for (const answer of asked.splice(0)) answer();
    await working;
    expect(await settled(busy, first ?? '')).toMatchObject({ status: 'completed' });
    expect(await settled(other, another ?? '')).toMatchObject({ status: 'completed' });
    // The one that was cancelled is called first, and gives its slot to the next.
    expect(held).toEqual([expect.objectContaining({ analysisId: second, slotOf: busy.id })]);
    await deliver(held.splice(0));
    expect(held).toEqual([expect.objectContaining({ analysisId: third, slotOf: busy.id })]);
    const last = deliver(held.splice(0));
    await vi.waitUntil(() => asked.length === 1, PATIENT);
    asked[0]?.();
    await last;
    expect(await settled(busy, third ?? '')).toMatchObject({ status: 'completed' });
  });

  it('whose allowance is used up are not asked again at once; the call waits and then completes', async () => {
    const run = vi.spyOn(env.AI, 'run').mockRejectedValue(new Error('3036: daily free allocation used up'));
    const account = await createAccount();
    const ids: string[] = [];
    for (let call = 0; call < 2; call += 1) {
      const id = await acceptedId(await upload(account));
      await vi.waitUntil(async () => (await jobOf(id))?.analysis.waiting, PATIENT);
      ids.push(id);
    }
    expect(run).toHaveBeenCalledOnce();
    const progress = async (id: string) => (await account.fetch(`/v1/analyses/${id}/progress`)).json();
    await vi.waitFor(
      async () =>
        expect(await progress(ids[1] ?? '')).toMatchObject({
          status: 'processing',
          waiting: { code: 'transcription_quota_used' },
        }),
      PATIENT,
    );
    run.mockResolvedValue(novaAnswer());
    laterBy(75 * MINUTE_MS);
    for (const id of ids) {
      await runDurableObjectAlarm(objectOf(id));
      expect(await settled(account, id)).toMatchObject({ status: 'completed' });
      expect(await progress(id)).toMatchObject({ waiting: null });
    }
  });

  it('are asked by way of the gateway that is configured, under the id of the analysis, and store nothing unless asked', async () => {
    Object.assign(env, { AI_GATEWAY_ID: 'calls' });
    const run = vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
    const account = await createAccount();
    const id = await acceptedId(await upload(account));
    await settled(account, id);
    const options = run.mock.calls[0]?.[2];
    expect(options).toMatchObject({ gateway: { id: 'calls', skipCache: true, collectLog: false } });
    expect(options?.gateway?.metadata).toEqual({ analysis_id: id });
    Object.assign(env, { AI_GATEWAY_PAYLOADS: 'true' });
    await settled(account, await acceptedId(await upload(account)));
    expect(run.mock.lastCall?.[2]?.gateway?.collectLog).toBe(true);
  });
});
