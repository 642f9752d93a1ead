import { eq, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { PagePosition } from '../domain/page-cursor.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Database, openDatabase } from './database.ts';
import { type Databases } from './shards.ts';

/** The databases as the repositories of one tenant see them: a statement that does not name its account throws. */
export interface TenantDatabases {
  readonly tenant: Tenant;
  /** What the account configured, and what is on its way to an analysis. */
  readonly directory: Database;
  readonly search: Database;
  /** Where the tenant's analyses are; looked up once. */
  read(): Promise<Database>;
  /** The same, for writing. Throws while the account is being moved: the writer is to try again later. */
  write(): Promise<Database>;
}

/** A table with rows of many tenants. */
type TenantTable = SQLiteTable & { readonly accountId: SQLiteColumn; readonly livemode: SQLiteColumn };

export function openTenant(
  { directory, search, shards }: Databases,
  { accountId, livemode }: Tenant,
): TenantDatabases {
  let located: Promise<Database> | undefined;
  return {
    tenant: { accountId, livemode },
    directory: guarded(directory, accountId),
    search: guarded(search, accountId),
    read: () => (located ??= shards.locate(accountId).then((db) => guarded(db, accountId))),
    write: async () => guarded(await shards.locateForWriting(accountId), accountId),
  };
}

/** The one condition that makes a query see the rows of one account in one mode and no others. */
export function mine({ accountId, livemode }: Tenant, table: TenantTable): SQL {
  return sql`(${eq(table.accountId, accountId)} and ${eq(table.livemode, livemode)})`;
}

/** The same for SQL that is written by hand, where the table is known by another name. */
export function mineAs({ accountId, livemode }: Tenant, alias: string): SQL {
  const [account, mode] = [sql.raw(`${alias}.account_id`), sql.raw(`${alias}.livemode`)];
  return sql`${account} = ${accountId} and ${mode} = ${Number(livemode)}`;
}

/** Rows after this one in a list that is sorted from the newest to the oldest. */
export function olderThan(
  { createdAt, id }: { readonly createdAt: SQLiteColumn; readonly id: SQLiteColumn },
  position: PagePosition | null | undefined,
): SQL | undefined {
  return position ? sql`(${createdAt}, ${id}) < (${position.createdAt}, ${position.id})` : undefined;
}

function guarded({ $client }: Database, accountId: string): Database {
  const bind = (statement: string, values: readonly unknown[]) => {
    if (!values.includes(accountId))
      throw new Error(`a statement that does not name its account: ${statement}`);
    return $client.prepare(statement).bind(...values);
  };
  return openDatabase(
    new Proxy($client, {
      get(client, name) {
        if (name === 'prepare')
          return (statement: string) => ({ bind: (...values: unknown[]) => bind(statement, values) });
        const member: unknown = Reflect.get(client, name);
        return typeof member === 'function' ? member.bind(client) : member;
      },
    }),
  );
}
