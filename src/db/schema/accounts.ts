import { DEFAULT_RETENTION_DAYS } from '../../domain/retention-days.ts';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const accounts = sqliteTable('accounts', {
  id: text().primaryKey(),
  name: text().notNull(),
  createdAt: integer('created_at').notNull(),
  /** Binding of the database that has the account's analyses. */
  shard: text().notNull().default('DB'),
  /** Nothing is written to the account's analyses meanwhile. */
  moving: integer({ mode: 'boolean' }).notNull().default(false),
  /** How long analyses are kept once they are final, where the submission does not say. */
  retentionDays: integer('retention_days').notNull().default(DEFAULT_RETENTION_DAYS),
  /** What the account may cost in a month (UTC), both modes together; null: no limit. */
  monthlyBudgetUsdCents: integer('monthly_budget_usd_cents'),
});

/** The key itself is never stored: `hash` is the hex SHA-256 of it, `prefix` its first characters for people. */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text().primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    name: text().notNull(),
    prefix: text().notNull(),
    hash: text().notNull().unique(),
    /** Space-separated: `read write admin`. */
    scopes: text().notNull(),
    livemode: integer({ mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at'),
    revokedAt: integer('revoked_at'),
    lastUsedAt: integer('last_used_at'),
  },
  (table) => [index('api_keys_by_account').on(table.accountId, table.livemode, table.createdAt, table.id)],
);
