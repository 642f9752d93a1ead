import { eq } from 'drizzle-orm';
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1';
import type { ApiKey } from '../domain/principal.ts';
import { apiKeys } from './schema/index.ts';

export type Database = DrizzleD1Database;

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
