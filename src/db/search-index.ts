import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import { fold, suffixesOf, suffixStart } from '../domain/analysis-list.ts';
import { runTogether } from './database.ts';
import { analysisCounts } from './schema/index.ts';
import { mine, mineAs, type TenantDatabases } from './tenant.ts';

/** Ids of agents or of contacts: the columns of `analyses` that are searched. */
export interface Names {
  readonly agents: readonly string[];
  readonly contacts: readonly string[];
}

/** The names under which an account has analyses in one mode, found by any part of them. */
export interface SearchIndex {
  /** Adding a name again changes nothing. */
  add(names: Names): Promise<void>;
  /** The names that have `term` in them, in any case; `null` where they are too many to list. */
  find(term: string): Promise<Names | null>;
  /** Takes names out; one that is not in it changes nothing. */
  remove(names: Names): Promise<void>;
  /** Takes all names out. */
  clear(): Promise<void>;
}

/** From this many names on, reading analyses newest first finds enough of them sooner than going name by name. */
const MOST_NAMES = 1_000;
/** Names that are put back at once when the index is made anew. */
const NAMES_AT_ONCE = 200;
/** Greater than any character that a suffix could go on with. */
const LAST_CHARACTER = '\u{10FFFF}';

export function createSearchIndex({ search: db, tenant }: TenantDatabases): SearchIndex {
  const isMine = mineAs(tenant, 'search_scopes');
  return {
    async add(names) {
      const entries = toEntries(names);
      await runTogether(db, [
        sql`insert into search_scopes (account_id, livemode) values (${tenant.accountId}, ${Number(tenant.livemode)})
          on conflict do nothing`,
        addNames(isMine, entries),
        addSuffixes(isMine, entries),
      ]);
    },
    async remove(names) {
      await runTogether(db, removeNames(isMine, toEntries(names)));
    },
    async find(term) {
      const rows = await db.all<{ field: string | null; name: string }>(findNames(isMine, fold(term)));
      if (rows.some(({ field }) => field === null)) return null;
      const named = (wanted: string) => rows.filter(({ field }) => field === wanted).map(({ name }) => name);
      return { agents: named('agent'), contacts: named('contact') };
    },
    async clear() {
      const scope = sql`(select id from search_scopes where ${isMine})`;
      await runTogether(db, [
        sql`delete from search_suffixes where scope_id = ${scope}`,
        sql`delete from search_names where scope_id = ${scope}`,
      ]);
    },
  };
}

function toEntries({ agents, contacts }: Names): string {
  return JSON.stringify([
    ...agents.map((name) => toEntry('agent', name)),
    ...contacts.map((name) => toEntry('contact', name)),
  ]);
}

function toEntry(field: 'agent' | 'contact', name: string) {
  const folded = fold(name);
  return { field, name, folded, suffixes: suffixesOf(folded) };
}

function addNames(isMine: SQL, entries: string): SQL {
  return sql`insert into search_names (scope_id, field, name, folded)
    select search_scopes.id, entry.value ->> 'field', entry.value ->> 'name', entry.value ->> 'folded'
    from search_scopes, json_each(${entries}) as entry
    where ${isMine} on conflict do nothing`;
}

function addSuffixes(isMine: SQL, entries: string): SQL {
  return sql`insert into search_suffixes (scope_id, suffix, name_id)
    select search_scopes.id, suffix.value, known.id
    from search_scopes cross join json_each(${entries}) as entry
    cross join search_names as known on known.scope_id = search_scopes.id
      and known.field = entry.value ->> 'field' and known.name = entry.value ->> 'name'
    cross join json_each(entry.value, '$.suffixes') as suffix
    where ${isMine} on conflict do nothing`;
}

function removeNames(isMine: SQL, entries: string): SQL[] {
  const known = sql`json_each(${entries}) as entry
    cross join search_names as known on known.scope_id = (select id from search_scopes where ${isMine})
      and known.field = entry.value ->> 'field' and known.name = entry.value ->> 'name'`;
  return [
    sql`delete from search_suffixes where (scope_id, suffix, name_id) in (
      select known.scope_id, suffix.value, known.id
      from ${known} cross join json_each(entry.value, '$.suffixes') as suffix)`,
    sql`delete from search_names where id in (select known.id from ${known})`,
  ];
}

/** A row without a field says that there are too many. */
function findNames(isMine: SQL, folded: string): SQL {
  const start = suffixStart(folded);
  return sql`with found as materialized (
      select name_id from search_suffixes
      where scope_id = (select id from search_scopes where ${isMine})
        and suffix >= ${start} and suffix < ${start + LAST_CHARACTER}
      limit ${MOST_NAMES + 1}
    )
    select null as field, '' as name where (select count(*) from found) > ${MOST_NAMES}
    union all
    select distinct named.field, named.name from found cross join search_names as named on named.id = found.name_id
    where (select count(*) from found) <= ${MOST_NAMES} and instr(named.folded, ${folded}) > 0`;
}

/** Makes the search index of an account and mode anew from its tallies. Until it is done, searches find too little. */
export async function rebuildSearch(databases: TenantDatabases): Promise<{ names: number }> {
  const index = createSearchIndex(databases);
  await index.clear();
  let names = 0;
  for (const kind of ['agent', 'contact'] as const) {
    for (let page = await pageOf(databases, kind, ''); page.length > 0;) {
      await index.add({
        agents: kind === 'agent' ? page : [],
        contacts: kind === 'contact' ? page : [],
      });
      names += page.length;
      page = await pageOf(databases, kind, page.at(-1) ?? '');
    }
  }
  return { names };
}

async function pageOf(
  databases: TenantDatabases,
  kind: 'agent' | 'contact',
  after: string,
): Promise<string[]> {
  const db = await databases.read();
  const rows = await db
    .selectDistinct({ key: analysisCounts.key })
    .from(analysisCounts)
    .where(
      and(
        mine(databases.tenant, analysisCounts),
        eq(analysisCounts.kind, kind),
        gt(analysisCounts.key, after),
      ),
    )
    .orderBy(analysisCounts.key)
    .limit(NAMES_AT_ONCE)
    .all();
  return rows.map(({ key }) => key);
}
