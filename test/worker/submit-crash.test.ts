import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { audioKey, KEY_PREFIXES } from '../../src/adapters/storage/keys.ts';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import { createAccount, type TestAccount } from './account.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { settled } from './settled.ts';
import { deliverSweep, heldSweeps, nightlySweeps } from './sweeps.ts';

const GRACE_MS = 25 * 3_600_000;
const died = () => Promise.reject(new Error('The worker died'));
const actual = <Target extends object>(target: Target): Target => Object.getPrototypeOf(target);

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** The ids of all objects that the account's requests asked for. */
function watchObjects(): Set<string> {
  const ids = new Set<string>();
  vi.spyOn(env.ANALYSES, 'getByName').mockImplementation((name) => {
    ids.add(name);
    return actual(env.ANALYSES).getByName.call(env.ANALYSES, name);
  });
  return ids;
}

/** Breaks something; what it returns says whether that was reached. */
type BreakDown = () => () => boolean;

/** Dies in place of the call that makes the object, or right after it. */
function dieAround(moment: 'before' | 'after'): BreakDown {
  return () => {
    let hasDied = false;
    vi.spyOn(env.ANALYSES, 'getByName').mockImplementationOnce((name) => {
      const stub = actual(env.ANALYSES).getByName.call(env.ANALYSES, name);
      const create: typeof stub.create = async (analysis) => {
        if (moment === 'after') await stub.create(analysis);
        hasDied = true;
        return died();
      };
      return Object.assign(Object.create(stub), { create });
    });
    return () => hasDied;
  };
}

/** The first statement that begins like this fails. */
function failStatement(database: 'DB' | 'SEARCH', beginning: string): BreakDown {
  return () => {
    let hasFailed = false;
    vi.spyOn(env[database], 'prepare').mockImplementation((query) => {
      if (!hasFailed && query.toLowerCase().startsWith(beginning)) {
        hasFailed = true;
        throw new Error('The database is away');
      }
      return actual(env[database]).prepare.call(env[database], query);
    });
    return () => hasFailed;
  };
}

const upload = (account: TestAccount) =>
  account.upload({
    file: new File([waveFile({ channels: 2, dataBytes: 35 * 32_000 })], 'call.wav'),
    agent_id: 'alice',
  });
const transcript = (account: TestAccount) => account.submit({ transcript: salesCall, agent_id: 'alice' });
const putFails: BreakDown = () => {
  const put = vi.spyOn(env.STORE, 'put').mockImplementationOnce(died);
  return () => put.mock.calls.length > 0;
};
const sendFails: BreakDown = () => {
  const send = vi.spyOn(env.JOBS, 'send').mockImplementationOnce(died);
  return () => send.mock.calls.length > 0;
};

async function keysOf({ id }: TestAccount): Promise<string[]> {
  const { objects } = await env.STORE.list();
  return objects.map(({ key }) => key).filter((key) => key.includes(id));
}

async function rowsOf({ id }: TestAccount): Promise<string[]> {
  const rows = await env.DB.prepare('select id from analyses where account_id = ?')
    .bind(id)
    .all<{ id: string }>();
  return rows.results.map((row) => row.id);
}

describe('a submission whose worker dies', () => {
  it.each([
    ['while the recording is stored', upload, putFails, 'nothing'],
    ['while the transcript is stored', transcript, putFails, 'nothing'],
    ['after the recording was stored, before its object', upload, dieAround('before'), 'nothing'],
    ['after the transcript was stored, before its object', transcript, dieAround('before'), 'nothing'],
    ['after the object was made, before its answer', upload, dieAround('after'), 'an analysis'],
    ['while the message is sent', transcript, sendFails, 'an analysis'],
    ['while the row is written', transcript, failStatement('DB', 'insert into "analyses"'), 'an analysis'],
    [
      'while its names are indexed',
      transcript,
      failStatement('SEARCH', 'insert into search_scopes'),
      'an analysis',
    ],
  ])('%s is whole or gone after alarm and sweep', async (_name, submit, breakDown, expected) => {
    vi.spyOn(env.AI, 'run').mockImplementation(() => Promise.resolve(novaAnswer()));
    const account = await createAccount();
    await account.fetch('/v1/analyses?limit=1');
    const asked = watchObjects();
    const wasReached = breakDown();
    const response = await submit(account);
    expect(wasReached()).toBe(true);
    expect([202, 500]).toContain(response.status);
    vi.restoreAllMocks();
    vi.spyOn(env.AI, 'run').mockImplementation(() => Promise.resolve(novaAnswer()));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + GRACE_MS + 60_000 });
    for (const id of asked) await runDurableObjectAlarm(env.ANALYSES.getByName(id));
    await nightlySweeps();
    const contentIds = (await keysOf(account)).map((key) => key.split('/')[2]?.slice(0, 36) ?? '');
    const ids = new Set([...asked, ...contentIds, ...(await rowsOf(account))]);
    const existing = await Promise.all(
      [...ids].map(async (id) => ((await env.ANALYSES.getByName(id).read()) === null ? [] : [id])),
    );
    expect(await rowsOf(account)).toEqual(existing.flat());
    if (expected === 'nothing') {
      expect(existing.flat()).toEqual([]);
      expect(await keysOf(account)).toEqual([]);
      return;
    }
    const [id = ''] = existing.flat();
    expect(await settled(account, id)).toMatchObject({ status: 'completed' });
    const found = await account.fetch('/v1/analyses?search=alice');
    expect(await found.json()).toMatchObject({ data: [{ id }], total: 1 });
  });

  it('keeps what was stored lately: its submission may still be under way', async () => {
    const account = await createAccount();
    dieAround('before')();
    await upload(account);
    await nightlySweeps();
    expect(await keysOf(account)).toHaveLength(1);
  });
});

describe('the sweep', () => {
  it('knows every prefix of keys, and leaves under none of them what belongs to nothing', async () => {
    const account = await createAccount();
    const id = crypto.randomUUID();
    const nameOf = { analysis: `${id}.json.gz`, batch: `batch_${id}/0.json.gz`, customer: 'call.wav' };
    const keys = Object.entries(KEY_PREFIXES).map(([prefix, owner]) => [
      owner,
      prefix === 'audio'
        ? audioKey({ accountId: account.id, id })
        : `${prefix}/${account.id}/${nameOf[owner]}`,
    ]);
    for (const [, key = ''] of keys) await env.STORE.put(key, 'x');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + GRACE_MS + 60_000 });
    await nightlySweeps();
    expect(await keysOf(account)).toEqual(
      keys.filter(([owner]) => owner === 'customer').map(([, key]) => key),
    );
  });

  /** Objects that belong to nothing and are old, listed one at a time. */
  async function leftOvers(account: TestAccount, count: number): Promise<void> {
    for (let one = 0; one < count; one += 1)
      await env.STORE.put(audioKey({ accountId: account.id, id: crypto.randomUUID() }), 'x');
    vi.spyOn(env.STORE, 'list').mockImplementation((options) =>
      actual(env.STORE).list.call(env.STORE, { ...options, limit: 1 }),
    );
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + GRACE_MS + 60_000 });
  }

  const positionOf = async (name: string) =>
    (await env.DB.prepare('select position from sweeps where name = ?').bind(name).first('position')) ?? '';

  it('of many pages finishes over many messages, and begins anew after its end', async () => {
    const account = await createAccount();
    await leftOvers(account, 12);
    const messages = await nightlySweeps();
    expect(messages.filter(({ sweep }) => sweep === 'contents').length).toBeGreaterThanOrEqual(3);
    expect(await positionOf('contents')).toBe('');
    vi.restoreAllMocks();
    expect(await keysOf(account)).toEqual([]);
  });

  it('goes on after a message was lost: the next night begins where it stopped', async () => {
    const account = await createAccount();
    await leftOvers(account, 12);
    const held = heldSweeps();
    await deliverSweep({ version: 1, sweep: 'contents' });
    const [lost] = held.splice(0);
    expect(await positionOf('contents')).toBe(lost?.after);
    await nightlySweeps();
    vi.restoreAllMocks();
    expect(await keysOf(account)).toEqual([]);
  });

  it('ends the second of two messages, and goes on with one that is retried', async () => {
    const account = await createAccount();
    await leftOvers(account, 12);
    const held = heldSweeps();
    await deliverSweep({ version: 1, sweep: 'contents' });
    const [first] = held.splice(0);
    if (!first) throw new Error('nothing was sent');
    await Promise.all([deliverSweep(first), deliverSweep(first)]);
    await deliverSweep(first);
    expect(held).toHaveLength(1);
    // It may have died between noting how far it came and sending the next.
    await deliverSweep(first, 2);
    expect(held).toHaveLength(2);
    for (const message of held) await deliverSweep(message);
    expect(await positionOf('contents')).toBe('');
    vi.restoreAllMocks();
    expect(await keysOf(account)).toEqual([]);
  });

  it('that fails is tried again, and stops no other', async () => {
    const account = await createAccount();
    const source =
      "insert into rejected_submissions (id, source, code, message, details, created_at) values (?, 'queue', 'x', 'x', '{}', 1)";
    await env.DB.prepare(source).bind(account.id).run();
    vi.spyOn(env.STORE, 'list').mockImplementation(died);
    const send = vi.spyOn(env.JOBS, 'send').mockImplementationOnce(died);
    await nightlySweeps();
    expect(send).toHaveBeenCalled();
    const left = await env.DB.prepare('select id from rejected_submissions where id = ?')
      .bind(account.id)
      .all();
    expect(left.results).toEqual([]);
    const failed = await deliverSweep({ version: 1, sweep: 'contents' });
    expect(failed).toMatchObject({ explicitAcks: [], retryMessages: [{}] });
  });

  it('passes what cannot be looked at: an object that fails holds up nothing behind it', async () => {
    const account = await createAccount();
    const [broken, gone] = ['0', 'f'].map((digit) => `${digit}0000000-0000-4000-8000-000000000000`);
    for (const id of [broken, gone])
      await env.STORE.put(audioKey({ accountId: account.id, id: id ?? '' }), 'x');
    vi.spyOn(env.ANALYSES, 'getByName').mockImplementation((name) => {
      const stub = actual(env.ANALYSES).getByName.call(env.ANALYSES, name);
      return name === broken ? Object.assign(Object.create(stub), { read: died }) : stub;
    });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + GRACE_MS + 60_000 });
    await nightlySweeps();
    expect(await keysOf(account)).toEqual([audioKey({ accountId: account.id, id: broken ?? '' })]);
  });
});
