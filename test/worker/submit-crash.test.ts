import { createScheduledController, runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import worker from '../../src/worker.ts';
import { audioKey, KEY_PREFIXES } from '../../src/adapters/storage/keys.ts';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import { createAccount, type TestAccount } from './account.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { settled } from './settled.ts';

const DAY_MS = 86_400_000;
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

async function sweep(): Promise<void> {
  await worker.scheduled(createScheduledController(), env);
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
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + DAY_MS + 60_000 });
    for (const id of asked) await runDurableObjectAlarm(env.ANALYSES.getByName(id));
    await sweep();
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
    await sweep();
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
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + DAY_MS + 60_000 });
    await sweep();
    expect(await keysOf(account)).toEqual(
      keys.filter(([owner]) => owner === 'customer').map(([, key]) => key),
    );
  });

  it('goes on where it stopped, and begins anew after the end', async () => {
    const account = await createAccount();
    dieAround('before')();
    await transcript(account);
    const list = vi
      .spyOn(env.STORE, 'list')
      .mockImplementation((options) => actual(env.STORE).list.call(env.STORE, { ...options, limit: 1 }));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + DAY_MS + 60_000 });
    await sweep();
    expect(list.mock.calls.length).toBeGreaterThan(1);
    list.mockRestore();
    expect(await keysOf(account)).toEqual([]);
    const position = await env.DB.prepare("select position from sweeps where name = 'contents'").first();
    expect(position).toEqual({ position: '' });
  });
});
