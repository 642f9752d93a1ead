import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createSearchIndex, rebuildSearch } from '../../src/db/search-index.ts';
import { salesCall } from '../support/transcripts.ts';
import { PATIENT } from './patience.ts';
import { createAccount, type TestAccount } from './account.ts';
import {
  combinations,
  databasesOf,
  DAY_MS,
  FIRST_DAY,
  countOf,
  repositoryOf,
  passes,
  series,
  variation,
} from './analysis-series.ts';
import { acceptedId, settled } from './settled.ts';

afterEach(() => vi.restoreAllMocks());

const ListBody = z.looseObject({
  data: z.array(z.looseObject({ id: z.string() })),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
  total: z.number(),
});

const ListPage = z.looseObject({ data: z.array(z.unknown()), next_cursor: z.string().nullable() });

async function fetchList(account: TestAccount, query: string) {
  return ListBody.parse(await (await account.fetch(`/v1/analyses?${query}`)).json());
}

describe('a list', () => {
  it('shows every row but the one that cannot be read', async () => {
    const account = await createAccount();
    const all = await series(account, 6);
    await env.DB.prepare('update analyses set failure = ? where id = ?').bind('{"no', all[2]?.id).run();
    const { data } = await fetchList(account, 'limit=10');
    const sound = all.filter((_, index) => index !== 2).map(({ id }) => id);
    expect(data.map(({ id }) => id)).toEqual(sound);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await fetchList(account, `limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(paged).toEqual(sound);
  });

  const json = { 'content-type': 'application/json' };
  const send = async (account: TestAccount, path: string, body: unknown) => {
    const response = await account.fetch(path, { method: 'POST', headers: json, body: JSON.stringify(body) });
    expect(response.status).toBe(201);
    return z.looseObject({ id: z.union([z.string(), z.number()]) }).parse(await response.json()).id;
  };
  const url = 'https://receiver.example/hook';
  const delivery = `insert into webhook_deliveries (id, account_id, livemode, webhook_id, subject_id, event, url, format,
    status, attempts, attempts_of_round, version, created_at)
    select 'msg_' || ?1 || ?2, ?1, 0, ?3, 'batch_x', 'batch.completed', '${url}', 'v1-analyses', 'delivered', '[]', 0, 1, ?2`;
  const rejected = `insert into rejected_submissions (id, account_id, livemode, source, code, message, details, created_at)
    select 'm' || ?1 || ?2, ?1, 0, 'queue', 'missing_field', 'A field is missing.', '{}', ?2`;
  const kinds: readonly [string, string, (account: TestAccount) => Promise<string>][] = [
    [
      'webhooks',
      `update webhooks set format = 'nonsense'`,
      async (account) => {
        for (let made = 0; made < 4; made += 1) await send(account, '/v1/webhooks', { url });
        return '/v1/webhooks';
      },
    ],
    [
      'api_keys',
      `update api_keys set last_used_at = 'never'`,
      async (account) => {
        for (let made = 0; made < 3; made += 1)
          await send(account, '/v1/api-keys', { name: 'k', scopes: ['read'] });
        return '/v1/api-keys';
      },
    ],
    [
      'webhook_deliveries',
      `update webhook_deliveries set attempts = '{"no'`,
      async (account) => {
        const id = await send(account, '/v1/webhooks', { url });
        for (let at = 1; at <= 4; at += 1) await env.DB.prepare(delivery).bind(account.id, at, id).run();
        return `/v1/webhooks/${id}/deliveries`;
      },
    ],
    [
      'rejected_submissions',
      `update rejected_submissions set details = '{"no'`,
      async (account) => {
        for (let at = 1; at <= 4; at += 1) await env.DB.prepare(rejected).bind(account.id, at).run();
        return '/v1/submissions/rejected';
      },
    ],
    [
      'configuration',
      `update configuration set content = '{"no'`,
      async (account) => {
        const goal = { name: 'a', description: 'Was it answered?' };
        const id = await send(account, '/v1/goals', goal);
        for (let made = 0; made < 3; made += 1)
          await account.fetch(`/v1/goals/${id}`, {
            method: 'PUT',
            headers: json,
            body: JSON.stringify(goal),
          });
        return `/v1/goals/${id}/versions`;
      },
    ],
  ];
  it.each(kinds)('of %s shows every row but the one that cannot be read', async (table, damage, fill) => {
    const account = await createAccount();
    const path = await fill(account);
    const rows = async (query: string) => {
      const response = await account.fetch(`${path}?${query}`);
      expect(response.status).toBe(200);
      return ListPage.parse(await response.json());
    };
    const sound = (await rows('limit=10')).data;
    expect(sound).toHaveLength(4);
    await env.DB.prepare(`${damage} where rowid = (select rowid from ${table} where account_id = ?
      order by created_at desc, rowid desc limit 1 offset 1)`)
      .bind(account.id)
      .run();
    const { data } = await rows('limit=10');
    expect(data).toHaveLength(3);
    for (const row of data) expect(sound).toContainEqual(row);
    const paged: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await rows(`limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...page.data);
      cursor = page.next_cursor;
    }
    expect(paged).toEqual(data);
  });

  it('has the rows and the total that a look at every row finds, for every combination of filters', async () => {
    const account = await createAccount();
    const all = await series(account, 160);
    const repository = repositoryOf(account);
    await Promise.all(
      combinations().map(async (filters) => {
        const expected = all.filter((analysis) => passes(analysis, filters));
        const { rows, hasMore, total } = await repository.list(filters, { limit: 5, offset: 2 });
        const found = {
          ids: rows.map(({ analysis }) => analysis.id),
          hasMore,
          total,
        };
        expect(found, JSON.stringify(filters)).toEqual({
          ids: expected.slice(2, 7).map(({ id }) => id),
          hasMore: expected.length > 7,
          total: { value: expected.length, exact: true },
        });
      }),
    );
  }, 60_000);

  it('gives each analysis once over its cursor pages, whatever is added meanwhile', async () => {
    const account = await createAccount();
    const all = await series(account, 30);
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor && `&cursor=${cursor}`;
      const page = await fetchList(account, `limit=7${query}`);
      expect(page).toMatchObject({ object: 'list', has_more: page.next_cursor !== null });
      ids.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
      await repositoryOf(account).project({
        ...variation(account.id, 1000 + ids.length),
        createdAt: FIRST_DAY + 100 * DAY_MS,
      });
    }
    expect(ids).toEqual(all.map(({ id }) => id));
  });

  it('of a search with more matches than are looked up by name says that its total is an estimate', async () => {
    const account = await createAccount();
    await env.DB.prepare(
      `insert into analyses (id, account_id, livemode, version, status, percent, contact_id, search_text, submission, created_at)
       with recursive n(i) as (select 0 union all select i + 1 from n where i < 2999)
       select lower(hex(randomblob(16))), ?1, 0, 1, 'queued', 0, 'customer_' || i, 'customer_' || i, ?2, i from n`,
    )
      .bind(account.id, JSON.stringify(variation(account.id, 1).submission))
      .run();
    const contacts = Array.from({ length: 3000 }, (_, index) => `customer_${index}`);
    await createSearchIndex(databasesOf(account)).add({
      agents: [],
      contacts,
    });
    const list = (search: string) => repositoryOf(account).list({ search }, { limit: 3 });
    expect(await list('customer')).toMatchObject({ hasMore: true, total: { value: 3000, exact: false } });
    expect(await list('customer_2')).toMatchObject({ hasMore: true, total: { exact: false } });
    expect(await list('_299')).toMatchObject({ hasMore: true, total: { value: 11, exact: true } });
    expect(await list('_2999')).toMatchObject({ hasMore: false, total: { value: 1, exact: true } });
    expect(await list('nobody')).toMatchObject({ rows: [], total: { value: 0, exact: true } });
  });

  it('never has rows of another account or of the other mode, nor do numbers and counts', async () => {
    const [owner, stranger] = [await createAccount(), await createAccount()];
    const [first] = (await series(owner, 4)).toReversed();
    for (const repository of [repositoryOf(stranger), repositoryOf(owner, true)]) {
      expect(await repository.list({}, { limit: 10 })).toMatchObject({ rows: [], total: { value: 0 } });
      expect(await repository.list({ search: 'agent' }, { limit: 10 })).toMatchObject({ rows: [] });
      expect(await repository.findByNumber(1)).toBeNull();
      expect(await repository.find(first?.id ?? '')).toBeNull();
    }
    expect((await repositoryOf(owner).find(first?.id ?? ''))?.number).toBe(1);
    expect((await repositoryOf(owner).findByNumber(1))?.analysis.id).toBe(first?.id);
  });

  it.each([
    ['agentid=x', 'unknown_field', 'agentid'],
    ['limit=101', 'invalid_request', 'limit'],
    ['status=done', 'invalid_request', 'status'],
    ['created_after=yesterday', 'invalid_request', 'created_after'],
    ['cursor=abc', 'invalid_request', 'cursor'],
    ['search=', 'invalid_request', 'search'],
  ])('refuses ?%s, naming the parameter', async (query, code, field) => {
    const response = await (await createAccount()).fetch(`/v1/analyses?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code, details: { field } } });
  });

  it('takes its filters from the query and shows rows without documents', async () => {
    const account = await createAccount();
    const all = await series(account, 40);
    const query =
      'status=completed&agent_id=Agent_3&created_after=2026-06-01T01:00:00Z&min_score=1&limit=100';
    const page = await fetchList(account, query);
    const wanted = {
      statuses: ['completed'],
      agentId: 'Agent_3',
      createdAfter: FIRST_DAY + 3_600_000,
      minScore: 1,
    } as const;
    expect(page.data.map(({ id }) => id)).toEqual(
      all.filter((analysis) => passes(analysis, wanted)).map(({ id }) => id),
    );
    expect(page.data[0]).toMatchObject({
      status: 'completed',
      agent_id: 'Agent_3',
      overall_score: expect.any(Number),
    });
    expect(page.data[0]).not.toHaveProperty('transcript');
    const byTeam = await fetchList(account, 'metadata[team]=t1');
    expect(byTeam.total).toBe(
      all.filter((analysis) => passes(analysis, { metadata: { team: 't1' } })).length,
    );
  });
});

describe('the search index', () => {
  it('gets a submission from the alarm where it was away when that was accepted', async () => {
    const account = await createAccount();
    const away = vi.spyOn(env.SEARCH, 'batch').mockRejectedValue(new Error('D1 is away'));
    const id = await acceptedId(await account.submit({ transcript: salesCall, agent_id: 'Zoë' }));
    const find = async () => (await fetchList(account, 'search=ZO')).data;
    await settled(account, id);
    expect(await find()).toEqual([]);
    away.mockRestore();
    await expect
      .poll(async () => {
        await runDurableObjectAlarm(env.ANALYSES.getByName(id));
        return find();
      }, PATIENT)
      .toMatchObject([{ id, agent_id: 'Zoë' }]);
  });
});

describe('a search index made anew', () => {
  it('finds what the old one found', async () => {
    const account = await createAccount();
    await series(account, 30);
    const search = createSearchIndex(databasesOf(account));
    const find = () => countOf(account, { search: 'mer-1' });
    const before = await find();
    await search.clear();
    expect(await find()).toEqual({ value: 0, exact: true });
    await rebuildSearch(databasesOf(account));
    expect(await find()).toEqual(before);
    expect(before.value).toBeGreaterThan(0);
  });
});
