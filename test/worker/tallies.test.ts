import { env } from 'cloudflare:workers';
import { getTableName } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { describe, expect, it } from 'vitest';
import { DERIVED_TABLES, KEPT_TABLES, moveAccount } from '../../src/db/move-account.ts';
import { salesCall } from '../support/transcripts.ts';
import { createAccount, type TestAccount } from './account.ts';
import { countOf, FIRST_DAY, repositoryOf, series, variation } from './analysis-series.ts';
import { acceptedId, settled } from './settled.ts';

const [directory, second] = [drizzle(env.DB), drizzle(env.DB_1)];

describe('counts', () => {
  it('agree with the rows after changes, repetitions, late versions and deletions', async () => {
    const account = await createAccount();
    const repository = repositoryOf(account);
    const all = await series(account, 30);
    for (const analysis of all) {
      const done = {
        ...analysis,
        status: 'completed',
        headline: { ...analysis.headline, overallScore: 50 },
      } as const;
      await repository.project({ ...done, version: 3 });
      await repository.project({ ...done, version: 3 });
      await repository.project({ ...analysis, version: 2, status: 'failed' });
    }
    await env.DB.prepare('delete from analyses where account_id = ? and number % 3 = 0')
      .bind(account.id)
      .run();
    const left = all.length - all.length / 3;
    expect(await countOf(account, { statuses: ['completed'] })).toEqual({ value: left, exact: true });
    const recount = env.DB.prepare(
      `select coalesce(sum(count), 0) as counted from analysis_counts where account_id = ? and kind = ? and status = 'completed'`,
    );
    for (const [kind, condition] of [
      ['agent', 'agent_id is not null'],
      ['contact', 'contact_id is not null'],
      ['score', 'overall_score = 50'],
      ['day', 'true'],
    ] as const) {
      const rows = await env.DB.prepare(
        `select count(*) as n from analyses where account_id = ? and ${condition}`,
      )
        .bind(account.id)
        .first('n');
      expect(await recount.bind(account.id, kind).first('counted'), kind).toBe(rows);
    }
    await env.DB.prepare('delete from analyses where account_id = ?').bind(account.id).run();
    for (const table of ['analysis_metadata', 'agent_days']) {
      expect(
        await env.DB.prepare(`select * from ${table} where account_id = ?`).bind(account.id).first(),
      ).toBeNull();
    }
    const names = `select * from analysis_counts where account_id = ? and kind in ('agent', 'contact')`;
    expect(await env.DB.prepare(names).bind(account.id).first()).toBeNull();
  });

  it('of numbers go on after deletions: no number is given twice', async () => {
    const account = await createAccount();
    const all = (await series(account, 3)).map(({ id }) => id);
    await env.DB.prepare('delete from analyses where account_id = ?').bind(account.id).run();
    const next = variation(account.id, 50);
    await repositoryOf(account).project(next);
    expect((await repositoryOf(account).find(next.id))?.number).toBe(all.length + 1);
  });
});

describe('usage', () => {
  it('counts what completed, once, in the month in which it did', async () => {
    const account = await createAccount();
    const repository = repositoryOf(account);
    const done = {
      ...variation(account.id, 2),
      status: 'completed',
      durationMs: 90_000,
      costUsdCents: 0.78,
      speechCostUsdCents: 0.52,
      completedAt: Date.UTC(2026, 6, 31, 23),
    } as const;
    for (const version of [2, 3, 3]) await repository.project({ ...done, version });
    await repository.project({ ...done, id: crypto.randomUUID(), status: 'failed', costUsdCents: null });
    await env.DB.prepare('delete from analyses where account_id = ?').bind(account.id).run();
    const usage = await account.fetch('/v1/usage?from=2026-07&to=2026-08');
    expect(await usage.json()).toEqual({
      object: 'usage',
      livemode: false,
      from: '2026-07',
      to: '2026-08',
      data: [
        {
          month: '2026-07',
          analyses: 1,
          audio_minutes: 1.5,
          cost_usd_cents: 0.78,
          speech_cost_usd_cents: 0.52,
          language_model_cost_usd_cents: 0.26,
        },
      ],
    });
    expect((await account.fetch('/v1/usage?from=2026-09&to=2026-08')).status).toBe(400);
  });

  it('has a submitted transcript at no cost', async () => {
    const account = await createAccount();
    const done = await settled(account, await acceptedId(await account.submit({ transcript: salesCall })));
    expect(done).toMatchObject({ status: 'completed', cost_usd_cents: 0 });
    expect(await (await account.fetch('/v1/usage')).json()).toMatchObject({
      data: [{ analyses: 1, cost_usd_cents: 0 }],
    });
  });
});

describe('the report over agents', () => {
  it('has the means of each agent over the days asked for', async () => {
    const account = await createAccount();
    const repository = repositoryOf(account);
    const calls = [
      ['2026-06-01', 80, 0.5, true, 1.5, 40],
      ['2026-06-02', 61, -0.25, false, 2, 55.5],
      ['2026-06-03', 10, -1, false, 5, 90],
    ] as const;
    for (const [
      index,
      [day, overallScore, sentimentScore, compliant, customerEffort, talkRatio],
    ] of calls.entries()) {
      const analysis = variation(account.id, 2 + 20 * index);
      const headline = { overallScore, sentimentScore, compliant, customerEffort, talkRatio };
      const at = { createdAt: Date.parse(day), status: 'completed' } as const;
      await repository.project({ ...analysis, ...at, headline: { ...headline, overallScore: 1 } });
      await repository.project({ ...analysis, ...at, headline, version: 2 });
    }
    await repository.project({
      ...variation(account.id, 22),
      id: crypto.randomUUID(),
      createdAt: FIRST_DAY,
      status: 'failed',
    });
    const report = await account.fetch('/v1/reports/agents?from=2026-06-01&to=2026-06-02');
    expect(await report.json()).toMatchObject({
      from: '2026-06-01',
      data: [
        {
          agent_id: 'Agent_2',
          calls: 2,
          mean_overall_score: 70.5,
          mean_sentiment: 0.125,
          compliance_rate: 0.5,
          mean_customer_effort: 1.75,
          mean_talk_ratio: 47.75,
        },
      ],
    });
    expect((await account.fetch('/v1/reports/agents?from=2024-01-01&to=2026-06-02')).status).toBe(400);
  });
});

describe('an account on another shard', () => {
  const settle = () => Promise.resolve();
  const rowsIn = (db: D1Database, id: string) =>
    db.prepare('select count(*) as n from analyses where account_id = ?').bind(id).first('n');

  async function move(account: TestAccount, toName: 'DB' | 'DB_1') {
    const [from, to] = toName === 'DB_1' ? [directory, second] : [second, directory];
    return moveAccount({ accountId: account.id, directory, from, to, toName, settle });
  }

  it('has all it had, with the same numbers, counts and usage, and leaves nothing behind', async () => {
    const account = await createAccount();
    const repository = repositoryOf(account);
    const all = await series(account, 120);
    const settledOne = {
      ...variation(account.id, 2),
      durationMs: 60_000,
      costUsdCents: 0.52,
      completedAt: FIRST_DAY,
    };
    await repository.project({ ...settledOne, version: 2 });
    await env.DB.prepare('delete from analyses where account_id = ? and number = 3').bind(account.id).run();
    const look = async () => {
      const repository = repositoryOf(account);
      return Promise.all([
        repository.list({}, { limit: 1000 }),
        repository.list({ search: 'agent_1', statuses: ['queued', 'processing'] }, { limit: 9 }),
        repository.list({ metadata: { team: 't1' } }, { limit: 9 }),
        repository.usage('2026-01', '2026-12'),
        repository.agentReports('2026-01-01', '2026-12-31'),
      ]);
    };
    const before = await look();
    expect(await move(account, 'DB_1')).toEqual({ analyses: all.length - 1 });
    expect(await look()).toEqual(before);
    for (const table of [...DERIVED_TABLES, ...KEPT_TABLES]) {
      const left = `select * from ${getTableName(table)} where account_id = ?`;
      expect(await env.DB.prepare(left).bind(account.id).first()).toBeNull();
    }
    expect([await rowsIn(env.DB, account.id), await rowsIn(env.DB_1, account.id)]).toEqual([
      0,
      all.length - 1,
    ]);
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    expect(await settled(account, id)).toMatchObject({ status: 'completed' });
    expect(await rowsIn(env.DB, account.id)).toBe(0);
    await move(account, 'DB');
    expect([await rowsIn(env.DB, account.id), await rowsIn(env.DB_1, account.id)]).toEqual([all.length, 0]);
  });

  it('stays where it was when the move fails, and puts writes off while it lasts', async () => {
    const account = await createAccount();
    const all = await series(account, 20);
    const refused = async () => {
      await expect(repositoryOf(account).project(variation(account.id, 99))).rejects.toThrow('being moved');
      throw new Error('the operator stopped it');
    };
    const moving = { accountId: account.id, directory, from: directory, to: second, toName: 'DB_1' };
    await expect(moveAccount({ ...moving, settle: refused })).rejects.toThrow('stopped');
    expect(await countOf(account, {})).toEqual({ value: all.length, exact: true });
    await repositoryOf(account).project(variation(account.id, 99));
    expect(await move(account, 'DB_1')).toEqual({ analyses: all.length + 1 });
  });

  it('has every table with an account in it moved or in the directory', async () => {
    const tables = await env.DB.prepare(
      "select name from sqlite_schema where type = 'table' and sql like '%`account_id`%'",
    ).all<{ name: string }>();
    const moved = ['analyses', ...[...DERIVED_TABLES, ...KEPT_TABLES].map((table) => getTableName(table))];
    const inDirectory = [
      'api_keys',
      'audit_log',
      'callback_secrets',
      'configuration',
      'rejected_submissions',
      'uploads',
      'webhooks',
    ];
    expect(tables.results.map(({ name }) => name).toSorted()).toEqual([...moved, ...inDirectory].toSorted());
  });
});
