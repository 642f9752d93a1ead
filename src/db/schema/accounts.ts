import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ConfigurationKind } from '../../domain/configuration.ts';
import type { Deletion } from '../../domain/job.ts';
import { DEFAULT_RETENTION_DAYS } from '../../domain/tenant.ts';

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

/** Every version of what an account configured; rows are added and, but for `current`, never changed. */
export const configuration = sqliteTable(
  'configuration',
  {
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    livemode: integer({ mode: 'boolean' }).notNull(),
    kind: text().$type<ConfigurationKind>().notNull(),
    number: integer().notNull(),
    version: integer().notNull(),
    /** JSON as the caller wrote it; null: deleted with this version. */
    content: text(),
    current: integer({ mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.livemode, table.kind, table.number, table.version] }),
    index('configuration_current')
      .on(table.accountId, table.livemode, table.kind, table.number)
      .where(sql`current = 1 and content is not null`),
  ],
);

/** Receipts of what was done for good. In the directory: they outlive what they are about. */
export const auditLog = sqliteTable(
  'audit_log',
  {
    /** `analysis.deleted:<id>`: what happens once is written once. */
    id: text().primaryKey(),
    accountId: text('account_id').notNull(),
    livemode: integer({ mode: 'boolean' }).notNull(),
    action: text().$type<'analysis.deleted'>().notNull(),
    subjectId: text('subject_id').notNull(),
    reason: text().$type<Deletion['reason']>().notNull(),
    /** The API key that asked for it, where one did. */
    keyId: text('key_id'),
    requestedAt: integer('requested_at').notNull(),
    doneAt: integer('done_at').notNull(),
  },
  (table) => [index('audit_log_by_account').on(table.accountId, table.livemode, table.doneAt, table.id)],
);

/** How far each sweep has come. In the directory. */
export const sweeps = sqliteTable('sweeps', {
  name: text().primaryKey(),
  /** What the sweep goes on after; empty: it is at its beginning. */
  position: text().notNull(),
});
