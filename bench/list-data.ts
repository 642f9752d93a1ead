import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { fold, suffixesOf } from '../src/domain/analysis-list.ts';

export const API_KEY = 'sk_test_bench_of_long_listsZmTeuO';
export const DAYS = 90;
export const FIRST_MS = Date.UTC(2026, 0, 1);

const ACCOUNT_ID = 'acc_bench';
const SPAN_MS = DAYS * 86_400_000;
const AGENTS = 20;
const CALLS_PER_CONTACT = 5;

/**
 * Fills a database file that has the tables with `rows` analyses of one account, or with the names in them for the
 * search. Then it runs `rest`, which makes indexes and triggers: that is sooner than keeping them row by row.
 */
export function fillDatabase(file: string, rows: number, rest: readonly string[]): void {
  const db = new DatabaseSync(file);
  try {
    db.exec('pragma synchronous = off; pragma journal_mode = memory; pragma cache_size = -400000');
    const table = db
      .prepare("select name from sqlite_schema where name in ('analyses', 'search_names')")
      .get();
    if (table?.['name'] === 'search_names') fillNames(db, rows);
    if (table?.['name'] !== 'analyses') return;
    fillAnalyses(db, rows);
    fillTallies(db);
    for (const statement of rest) db.exec(statement);
    db.exec('pragma journal_mode = wal');
  } finally {
    db.close();
  }
}

/** Every attribute repeats with a period of its own, so that each value is spread evenly over the time. */
function fillAnalyses(db: DatabaseSync, rows: number): void {
  const hash = createHash('sha256').update(API_KEY).digest('hex');
  db.exec(`insert into accounts (id, name, created_at) values ('${ACCOUNT_ID}', 'bench', 0);
    insert into api_keys (id, account_id, name, prefix, hash, scopes, livemode, created_at)
      values ('key_bench', '${ACCOUNT_ID}', 'bench', 'sk_test_benc', '${hash}', 'read', 0, 0)`);
  db.exec(`insert into analyses (id, account_id, livemode, number, version, status, percent, agent_id, contact_id, search_text,
      submission, duration_ms, overall_score, sentiment_score, created_at, completed_at)
    with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${rows}),
    named as (select i, i % 25 as slot, printf('agent_%02d', 1 + i * 7 % ${AGENTS}) as agent,
      printf('customer_%06d', i * 7919 % ${contactCount(rows)}) as contact,
      ${FIRST_MS} + cast(i * ${SPAN_MS / rows} as integer) as at from n),
    stated as (select *, case when slot < 22 then 'completed' when slot = 22 then 'failed'
      when slot = 23 then 'processing' else 'queued' end as status from named)
    select printf('0199aa00-0000-7000-8000-%012x', i), '${ACCOUNT_ID}', 0, i + 1, 1, status, 0, agent, contact,
      agent || char(10) || contact, json_object('source', json_object('kind', 'upload', 'fileName', 'call.wav', 'contentType', 'audio/wav',
          'sizeBytes', 1000000), 'name', null, 'externalId', null, 'orgId', null, 'repId', null, 'partnerOrgId', null, 'partnerRepId', null,
        'parentSessionId', null, 'agentId', agent, 'contactId', contact, 'sessionId', null, 'recordedAt', null,
        'callbackUrl', null, 'options', json_object(),
        'metadata', json_object('team', 't' || (i % 10), 'campaign', 'c' || (i % 50))),
      120000 + i % 600000, iif(status = 'completed', i * 37 % 101, null), iif(status = 'completed', 0.25, null), at, iif(status in ('completed', 'failed'), at + 60000, null)
    from stated`);
}

/** What the triggers would have made of the rows. */
function fillTallies(db: DatabaseSync): void {
  const statements = [
    'insert into analysis_numbers select account_id, livemode, max(number) from analyses group by 1, 2',
    counted('all', `''`),
    counted('agent', 'agent_id'),
    counted('contact', 'contact_id'),
    counted('score', `iif(overall_score is null, null, printf('%03d', overall_score))`),
    counted('day', `date(created_at / 1000, 'unixepoch')`),
    `insert into analysis_metadata (account_id, livemode, key, value, created_at, analysis_id)
      select account_id, livemode, entry.key, entry.value, created_at, analyses.id
      from analyses, json_each(submission, '$.metadata') as entry`,
    `insert into metadata_counts
      select account_id, livemode, key, value, count(*) from analysis_metadata group by 1, 2, 3, 4`,
    `insert into agent_days (account_id, livemode, day, agent_id, calls, scores, score_sum, sentiments, sentiment_sum,
        verdicts, compliant, efforts, effort_sum, talk_ratios, talk_ratio_sum)
      select account_id, livemode, date(created_at / 1000, 'unixepoch'), agent_id, count(*),
        count(overall_score), coalesce(sum(overall_score), 0),
        count(sentiment_score), coalesce(sum(cast(round(sentiment_score * 1000) as integer)), 0), 0, 0, 0, 0, 0, 0
      from analyses where status = 'completed' group by 1, 2, 3, 4`,
  ];
  for (const statement of statements) db.exec(statement);
}

function counted(kind: string, key: string): string {
  return `insert into analysis_counts
    select account_id, livemode, '${kind}', ${key}, status, count(*) from analyses
    where ${key} is not null group by 1, 2, 4, 5`;
}

function fillNames(db: DatabaseSync, rows: number): void {
  db.exec(`insert into search_scopes (id, account_id, livemode) values (1, '${ACCOUNT_ID}', 0);
    create table filling (suffix text, name_id integer); begin`);
  const addName = db.prepare(
    'insert into search_names (id, scope_id, field, name, folded) values (?, 1, ?, ?, ?)',
  );
  const addSuffix = db.prepare('insert into filling values (?, ?)');
  const agents = Array.from({ length: AGENTS }, (_, at) => ['agent', `agent_${pad(1 + at, 2)}`] as const);
  const contacts = Array.from(
    { length: contactCount(rows) },
    (_, at) => ['contact', `customer_${pad(at, 6)}`] as const,
  );
  for (const [at, [field, name]] of [...agents, ...contacts].entries()) {
    addName.run(at, field, name, fold(name));
    for (const suffix of suffixesOf(fold(name))) addSuffix.run(suffix, at);
  }
  db.exec(`insert into search_suffixes select 1, suffix, name_id from filling order by suffix, name_id;
    drop table filling; commit`);
}

function contactCount(rows: number): number {
  return rows / CALLS_PER_CONTACT;
}

function pad(value: number, length: number): string {
  return `${value}`.padStart(length, '0');
}
