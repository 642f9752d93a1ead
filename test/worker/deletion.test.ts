import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sha256Hex } from '../../src/adapters/crypto/digest.ts';
import { compose } from '../../src/composition/compose.ts';
import { uuidToPrefixed } from '../../src/domain/ids.ts';
import { anAnalysis } from '../support/analyses.ts';
import { salesCall } from '../support/transcripts.ts';
import { createAccount, createKey } from './account.ts';
import { countOf } from './analysis-series.ts';
import {
  completed,
  DAY_MS,
  jobOf,
  laterBy,
  MINUTE_MS,
  objectOf,
  post,
  recording,
  remove,
  storedOf,
  waiting,
} from './lifecycle-calls.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { acceptedId, settled } from './settled.ts';
import { PATIENT } from './patience.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a deleted analysis', () => {
  it('is gone with all that was kept of it, and leaves a receipt', async () => {
    vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
    const account = await createAccount();
    const agent = `alice-${crypto.randomUUID()}`;
    const id = await acceptedId(await account.upload({ file: recording(), agent_id: agent }));
    await settled(account, id);
    await post(account, id, 'rescore');
    await vi.waitUntil(async () => (await storedOf(id)).length === 4, PATIENT);
    await vi.waitUntil(async () => (await jobOf(id))?.analysis.rescore === null, PATIENT);
    expect((await remove(account, id)).status).toBe(204);
    expect(await storedOf(id)).toEqual([]);
    expect((await account.fetch(`/v1/analyses/${id}`)).status).toBe(404);
    expect(await countOf(account, {})).toEqual({ value: 0, exact: true });
    expect(await countOf(account, { search: agent })).toEqual({ value: 0, exact: true });
    expect(
      await env.SEARCH.prepare('select * from search_names where name = ?').bind(agent).first(),
    ).toBeNull();
    expect(
      await env.DB.prepare('select * from audit_log where subject_id = ?').bind(id).first(),
    ).toMatchObject({ account_id: account.id, key_id: account.keyId, reason: 'requested' });
    const left = await runInDurableObject(objectOf(id), (_object, { storage }) => [...storage.kv.list()]);
    expect(JSON.stringify(left)).not.toContain(agent);
    expect(left.map(([key]) => key)).toEqual(['tombstone']);
  });

  it('is gone from the answers of keys that changed it, and no later one is kept', async () => {
    const account = await createAccount();
    const id = await acceptedId(await account.submit({ transcript: salesCall, name: 'Call of Casey' }));
    await settled(account, id);
    const changes: [path: string, body: object | null][] = [
      [`/v1/analyses/${id}/cancel`, null],
      [`/v1/analyses/${id}/retry`, null],
      [`/v1/analyses/${id}/rescore`, null],
      [`/v1/sessions/${uuidToPrefixed('sess_', id)}/analysis`, { analyses: ['summary'] }],
    ];
    const send = (key: string, path: string, body: object | null) =>
      account.fetch(path, {
        method: 'POST',
        ...(body && { body: JSON.stringify(body) }),
        headers: { 'idempotency-key': key, ...(body && { 'content-type': 'application/json' }) },
      });
    const storedUnder = async (key: string) => {
      const kept = env.IDEMPOTENCY_KEYS.getByName(await sha256Hex(`${account.id}\ntest\n${key}`));
      return runInDurableObject(kept, (_object, { storage }) => [...storage.kv.list()]);
    };
    const keys: string[] = [];
    for (const [path, body] of changes) {
      const key = crypto.randomUUID();
      const response = await send(key, path, body);
      expect(response.status, await response.text()).toBeLessThan(500);
      expect([200, 202, 409]).toContain(response.status);
      expect(await storedUnder(key)).not.toEqual([]);
      keys.push(key);
    }
    expect((await remove(account, id)).status).toBe(204);
    for (const key of keys) expect(await storedUnder(key)).toEqual([]);
    const left = await runInDurableObject(objectOf(id), (_object, { storage }) => [...storage.kv.list()]);
    expect(left.map(([name]) => name)).toEqual(['tombstone']);
  });

  it('leaves no claim of its external id, also where it never had a row', async () => {
    const account = await createAccount();
    const claims = () =>
      env.DB.prepare('select * from external_ids where account_id = ?').bind(account.id).all();
    const analysis = anAnalysis({
      id: crypto.randomUUID(),
      accountId: account.id,
      livemode: false,
      submission: { ...anAnalysis().submission, externalId: 'crm-1', metadata: { project_id: '7' } },
    });
    const { externalIds, analysisObjects } = compose(env);
    await externalIds(analysis).claim({ projectId: '7', externalId: 'crm-1' }, analysis.id);
    await externalIds(analysis).claim({ projectId: '7', externalId: 'crm-2' }, 'another');
    await env.DB.prepare('update accounts set moving = 1 where id = ?').bind(account.id).run();
    await analysisObjects.create(analysis.id, analysis);
    await env.DB.prepare('update accounts set moving = 0 where id = ?').bind(account.id).run();
    expect((await claims()).results).toHaveLength(2);
    expect(await analysisObjects.remove(analysis.id, analysis, null)).toBe(true);
    expect((await claims()).results).toMatchObject([{ external_id: 'crm-2' }]);
  });

  it('is gone from the answer that its idempotency key repeats, and from the search', async () => {
    const account = await createAccount();
    const [agent, contact] = [`alice-${crypto.randomUUID()}`, `casey-${crypto.randomUUID()}`];
    const key = crypto.randomUUID();
    const body = JSON.stringify({ transcript: salesCall, agent_id: agent, contact_id: contact });
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    const submit = () => account.fetch('/v1/analyses', { method: 'POST', body, headers });
    const id = await acceptedId(await submit());
    await settled(account, id);
    expect((await submit()).headers.get('idempotency-replayed')).toBe('true');
    const kept = env.IDEMPOTENCY_KEYS.getByName(await sha256Hex(`${account.id}\ntest\n${key}`));
    const stored = () => runInDurableObject(kept, (_object, { storage }) => [...storage.kv.list()]);
    expect(JSON.stringify(await stored())).toContain(id);
    expect((await remove(account, id)).status).toBe(204);
    expect(await stored()).toEqual([]);
    for (const _ of [1, 2]) {
      const again = await submit();
      expect(again.status).toBe(409);
      const text = await again.text();
      expect(text).toContain('idempotency_conflict');
      expect(text).not.toContain(id);
    }
    expect(await storedOf(id)).toEqual([]);
    for (const name of [agent, contact])
      expect(
        await env.SEARCH.prepare('select * from search_names where name = ?').bind(name).first(),
      ).toBeNull();
  });

  it('can be deleted again, but only by its owner', async () => {
    const account = await createAccount();
    const id = await completed(account);
    const others = [await createAccount(), await createKey(account.id, 'read write admin', true)];
    for (const other of others) expect((await remove(other, id)).status).toBe(404);
    expect((await remove(await createKey(account.id, 'read write', false), id)).status).toBe(403);
    for (const _ of [1, 2]) expect((await remove(account, id)).status).toBe(204);
    for (const other of others) expect((await remove(other, id)).status).toBe(404);
    const receipts = env.DB.prepare('select count(*) as n from audit_log where subject_id = ?');
    expect(await receipts.bind(id).first('n')).toBe(1);
  });

  it('does not come back by a late message, a late worker, or a repeated submission', async () => {
    const account = await createAccount();
    const id = await waiting(account);
    const job = await jobOf(id);
    const taken = await objectOf(id).send({ type: 'take', step: 'analyse' });
    await remove(account, id);
    expect(await objectOf(id).send({ type: 'take', step: 'analyse' })).toMatchObject({ accepted: false });
    expect(
      await objectOf(id).send({ type: 'complete', step: 'analyse', attempt: 1, findings: {} }),
    ).toMatchObject({ accepted: false });
    if (!job || !taken.accepted) throw new Error('not taken');
    await objectOf(id).create(job.analysis);
    expect(await jobOf(id)).toBeNull();
    // A worker that was in the middle stored its document after the deletion.
    await env.STORE.put(`report/${account.id}/${id}.json.gz`, 'late');
    laterBy(21 * MINUTE_MS);
    await runDurableObjectAlarm(objectOf(id));
    expect(await storedOf(id)).toEqual([]);
    expect((await account.fetch(`/v1/analyses/${id}`)).status).toBe(404);
    laterBy(31 * DAY_MS);
    await runDurableObjectAlarm(objectOf(id));
    const left = await runInDurableObject(objectOf(id), async (_object, { storage }) => [
      [...storage.kv.list()],
      await storage.getAlarm(),
    ]);
    expect(left).toEqual([[], null]);
  });

  it('is removed by its alarm where the storage was away', async () => {
    const account = await createAccount();
    const id = await completed(account);
    const away = vi.spyOn(env.STORE, 'delete').mockRejectedValue(new Error('R2 is away'));
    expect((await remove(account, id)).status).toBe(204);
    expect((await storedOf(id)).length).toBe(2);
    away.mockRestore();
    laterBy(6_000);
    await runDurableObjectAlarm(objectOf(id));
    expect(await storedOf(id)).toEqual([]);
  });

  it('leaves a name in the search that another analysis has', async () => {
    const account = await createAccount();
    const agent = `bob-${crypto.randomUUID()}`;
    const [one, other] = [
      await completed(account, { agent_id: agent }),
      await completed(account, { agent_id: agent }),
    ];
    await remove(account, one);
    expect(await countOf(account, { search: agent })).toEqual({ value: 1, exact: true });
    await remove(account, other);
    expect(await countOf(account, { search: agent })).toEqual({ value: 0, exact: true });
  });
});

describe('retention', () => {
  it.each([
    ['90 days where nobody says otherwise', {}, 90],
    ['as long as the submission says', { retention_days: 3 }, 3],
  ])('is %s', async (_name, fields, days) => {
    const account = await createAccount();
    const id = await completed(account, fields);
    laterBy(days * DAY_MS - MINUTE_MS);
    await runDurableObjectAlarm(objectOf(id));
    expect((await account.fetch(`/v1/analyses/${id}`)).status).toBe(200);
    laterBy(2 * MINUTE_MS);
    await runDurableObjectAlarm(objectOf(id));
    expect((await account.fetch(`/v1/analyses/${id}`)).status).toBe(404);
    expect(await storedOf(id)).toEqual([]);
  });

  it('is what the account sets for submissions from then on', async () => {
    const account = await createAccount();
    const live = await createKey(account.id, 'admin', true);
    const set = (days: unknown) =>
      live.fetch('/v1/account', {
        method: 'PATCH',
        body: JSON.stringify({ retention_days: days }),
        headers: { 'content-type': 'application/json' },
      });
    expect((await set(-1)).status).toBe(400);
    expect(await (await set(7)).json()).toMatchObject({
      id: account.id,
      object: 'account',
      retention_days: 7,
    });
    const id = await waiting(account);
    expect((await jobOf(id))?.analysis.submission.retentionDays).toBe(7);
    expect((await (await createKey(account.id, 'read write', false)).fetch('/v1/account')).status).toBe(200);
  });

  it('of 0 days deletes an analysis without a callback as soon as it is final', async () => {
    const account = await createAccount();
    const id = await acceptedId(await account.submit({ transcript: salesCall, retention_days: 0 }));
    const receipt = env.DB.prepare('select reason from audit_log where subject_id = ?').bind(id);
    await vi.waitUntil(async () => (await receipt.first('reason')) === 'retention', PATIENT);
    expect(await storedOf(id)).toEqual([]);
    expect((await account.fetch(`/v1/analyses/${id}`)).status).toBe(404);
  });
});
