import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1';
import type { ApiKey } from '../domain/principal.ts';
import { accounts, apiKeys } from './schema/index.ts';

export type Database = DrizzleD1Database & { readonly $client: D1Database };

export function openDatabase(binding: D1Database): Database {
  return drizzle(binding);
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

/** Whether the account that a token names is one. */
export async function accountExists(db: Database, id: string): Promise<boolean> {
  return (await db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, id)).get()) !== undefined;
}
