import { and, asc, desc, eq, isNotNull, lt, type SQL, sql } from 'drizzle-orm';
import {
  type ConfigurationKind,
  type ConfigurationVersion,
  MOST_ENTRIES,
  MOST_VERSIONS,
} from '../domain/configuration.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Database, runTogether } from './database.ts';
import { configuration } from './schema/index.ts';
import { mine, type TenantDatabases } from './tenant.ts';

export interface ListedVersion {
  readonly version: number;
  readonly row: ConfigurationVersion | null;
}

/** The configuration of one account in one mode. */
export interface ConfigurationRepository {
  /** Adds an entry and answers its number; `null` where the account has as many as it may. */
  add(kind: ConfigurationKind, content: unknown, nowMs: number): Promise<number | null>;
  /** Adds a version to an entry that is there; `null` content deletes it. Nothing happens to one that has as many as it may. */
  replace(kind: ConfigurationKind, number: number, content: unknown, nowMs: number): Promise<void>;
  /** The same, and makes the entry where it is not there. */
  put(kind: ConfigurationKind, number: number, content: unknown, nowMs: number): Promise<void>;
  find(kind: ConfigurationKind, number: number): Promise<ConfigurationVersion | null>;
  /** Entries that are there, by number. */
  list(kind: ConfigurationKind): Promise<ConfigurationVersion[]>;
  /** Everything that is there, in one query; by kind and number. */
  all(): Promise<ConfigurationVersion[]>;
  /** Versions of an entry below `before`, newest first, those of a deleted one too; `row` is `null` where one cannot be read. */
  versions(
    kind: ConfigurationKind,
    number: number,
    limit: number,
    before: number | null,
  ): Promise<ListedVersion[]>;
}

export function createConfigurationRepository({
  directory: db,
  tenant,
}: TenantDatabases): ConfigurationRepository {
  const isMine = mine(tenant, configuration);
  const there = and(isMine, eq(configuration.current, true), isNotNull(configuration.content));
  const entryOf = (kind: ConfigurationKind, number: number) => ({ ...tenant, kind, number });
  const select = (which: SQL | undefined) =>
    db
      .select()
      .from(configuration)
      .where(which)
      .orderBy(asc(configuration.kind), asc(configuration.number), desc(configuration.version));
  return {
    add: (kind, content, nowMs) => addEntry(db, entryOf(kind, 0), toText(content), nowMs),
    replace: (kind, number, content, nowMs) =>
      addVersion(db, entryOf(kind, number), toText(content), nowMs, IS_THERE),
    put: (kind, number, content, nowMs) =>
      addVersion(db, entryOf(kind, number), toText(content), nowMs, sql`1 = 1`),
    async find(kind, number) {
      const row = await select(and(there, only(kind, number))).get();
      return row ? toVersion(row) : null;
    },
    list: async (kind) =>
      (await select(and(there, eq(configuration.kind, kind)))).flatMap((row) => readVersion(row).row ?? []),
    all: async () => (await select(there)).map(toVersion),
    async versions(kind, number, limit, before) {
      const earlier = before === null ? undefined : lt(configuration.version, before);
      return (await select(and(isMine, only(kind, number), earlier)).limit(limit)).map(readVersion);
    },
  };
}

function only(kind: ConfigurationKind, number: number): SQL | undefined {
  return and(eq(configuration.kind, kind), eq(configuration.number, number));
}

interface EntryRef extends Tenant {
  readonly kind: ConfigurationKind;
  readonly number: number;
}

const IS_THERE = sql`max(current = 1 and content is not null) = 1`;

/** Counts, numbers and adds in one statement: two at once get two numbers, and no more than there may be. */
async function addEntry(
  db: Database,
  { kind, ...tenant }: EntryRef,
  content: string | null,
  nowMs: number,
): Promise<number | null> {
  const rows = await db.all<{ number: number }>(
    sql`insert into configuration (${COLUMNS})
      select ${tenant.accountId}, ${Number(tenant.livemode)}, ${kind}, coalesce(max(number), 0) + 1, 1, ${content}, 1, ${nowMs} from configuration
      where ${mine(tenant, configuration)} and kind = ${kind}
      having count(*) filter (where current = 1 and content is not null) < ${MOST_ENTRIES[kind]} returning number`,
  );
  return rows[0]?.number ?? null;
}

/** Adds the next version where `isAllowed`, and makes it the current one, in one transaction. */
async function addVersion(
  db: Database,
  { kind, number, ...tenant }: EntryRef,
  content: string | null,
  nowMs: number,
  isAllowed: SQL,
): Promise<void> {
  const versionsOf = sql`${mine(tenant, configuration)} and kind = ${kind} and number = ${number}`;
  await runTogether(db, [
    sql`insert into configuration (${COLUMNS})
      select ${tenant.accountId}, ${Number(tenant.livemode)}, ${kind}, ${number}, coalesce(max(version), 0) + 1, ${content}, 1, ${nowMs}
      from configuration where ${versionsOf}
      having coalesce(max(version), 0) < ${MOST_VERSIONS} and ${isAllowed}`,
    sql`update configuration set current = 0 where ${versionsOf} and current = 1
      and version < (select max(version) from configuration where ${versionsOf})`,
  ]);
}

const COLUMNS = sql.raw('account_id, livemode, kind, number, version, content, current, created_at');

function toText(content: unknown): string | null {
  return content === null ? null : JSON.stringify(content);
}

function readVersion(row: typeof configuration.$inferSelect): ListedVersion {
  const { version } = row;
  try {
    return { version, row: toVersion(row) };
  } catch {
    return { version, row: null };
  }
}

function toVersion(row: typeof configuration.$inferSelect): ConfigurationVersion {
  const { kind, number, version, content, createdAt } = row;
  const parsed: unknown = content === null ? null : JSON.parse(content);
  return { kind, number, version, content: parsed, createdAt };
}
