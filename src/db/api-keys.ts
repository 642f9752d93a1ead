import { and, desc, eq, gt, isNull, lt, ne, not, or, type SQL, sql } from 'drizzle-orm';
import { type ApiKey, type ApiKeyRecord, toScopes } from '../domain/api-key.ts';
import type { Entry, PagePosition } from '../domain/page-cursor.ts';
import { type Database, readEntries } from './database.ts';
import { apiKeys } from './schema/index.ts';
import { mine, olderThan, type TenantDatabases } from './tenant.ts';

/** The API keys of one account in one mode. */
export interface ApiKeyRepository {
  /** `hash` is the hex SHA-256 of the key. */
  add(key: ApiKeyRecord, hash: string): Promise<void>;
  /** Puts another key in the place of the one that this record was for. */
  replaceKey(key: Pick<ApiKeyRecord, 'id' | 'prefix'>, hash: string): Promise<void>;
  /** Newest first, those after `after`. */
  list(limit: number, after: PagePosition | null): Promise<Entry<ApiKeyRecord>[]>;
  find(id: string): Promise<ApiKeyRecord | null>;
  /** Revokes an unrevoked key unless no usable key with the scope `admin` would be left; says whether it did. */
  revoke(id: string, nowMs: number): Promise<boolean>;
}

const NEWEST_FIRST = [desc(apiKeys.createdAt), desc(apiKeys.id)];

export function createApiKeyRepository({ directory: db, tenant }: TenantDatabases): ApiKeyRepository {
  const isMine = mine(tenant, apiKeys);
  const find = async (id: string) => {
    const row = await db
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.id, id), isMine))
      .get();
    return row ? toRecord(row) : null;
  };
  return {
    async add(key, hash) {
      await db.insert(apiKeys).values({ ...key, ...tenant, hash, scopes: key.scopes.join(' ') });
    },
    async replaceKey({ id, prefix }, hash) {
      const isIt = and(eq(apiKeys.id, id), isMine);
      await db.update(apiKeys).set({ prefix, hash }).where(isIt);
    },
    list(limit, after) {
      const { id, createdAt } = apiKeys;
      const page = and(isMine, olderThan(apiKeys, after));
      return readEntries({
        all: async () =>
          (
            await db
              .select()
              .from(apiKeys)
              .where(page)
              .orderBy(...NEWEST_FIRST)
              .limit(limit)
          ).map(toRecord),
        places: () =>
          db
            .select({ id, createdAt })
            .from(apiKeys)
            .where(page)
            .orderBy(...NEWEST_FIRST)
            .limit(limit),
        one: find,
      });
    },
    find,
    async revoke(id, nowMs) {
      const anotherAdmin = sql`exists (select 1 from ${apiKeys} where ${and(isMine, ne(apiKeys.id, id), usableAdmin(nowMs))})`;
      const revoked = await db
        .update(apiKeys)
        .set({ revokedAt: nowMs })
        .where(
          and(
            eq(apiKeys.id, id),
            isMine,
            isNull(apiKeys.revokedAt),
            or(not(usableAdmin(nowMs)), anotherAdmin),
          ),
        )
        .returning({ id: apiKeys.id });
      return revoked.length > 0;
    },
  };
}

function usableAdmin(nowMs: number): SQL {
  const isAdmin = sql`' ' || ${apiKeys.scopes} || ' ' like '% admin %'`;
  const unexpired = or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, nowMs));
  return sql`(${and(isAdmin, isNull(apiKeys.revokedAt), unexpired)})`;
}

function toRecord(row: typeof apiKeys.$inferSelect): ApiKeyRecord {
  const { accountId: _accountId, hash: _hash, scopes, ...rest } = row;
  return { ...rest, scopes: toScopes(scopes.split(' ')) };
}

/** The one look-up that is not bound to an account: it is how the account is found. `hash` is hex SHA-256. */
export async function findApiKey(db: Database, hash: string): Promise<ApiKey | null> {
  const row = await db.select().from(apiKeys).where(eq(apiKeys.hash, hash)).get();
  if (!row) return null;
  return {
    id: row.id,
    accountId: row.accountId,
    livemode: row.livemode,
    scopes: row.scopes.split(' '),
    expiresAt: row.expiresAt,
    revokedAt: row.revokedAt,
  };
}

/** Records the last use of a key unless one after `unlessAfter` is there already. Both in milliseconds since 1970. */
export async function touchApiKey(
  db: Database,
  id: string,
  nowMs: number,
  unlessAfter: number,
): Promise<void> {
  const isOlder = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, unlessAfter));
  await db
    .update(apiKeys)
    .set({ lastUsedAt: nowMs })
    .where(and(eq(apiKeys.id, id), isOlder));
}
