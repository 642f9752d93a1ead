import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Messages that became no analysis; in `DB` alone. Without account and mode where the message did not tell. */
export const rejectedSubmissions = sqliteTable(
  'rejected_submissions',
  {
    /** Id of the message. */
    id: text().primaryKey(),
    accountId: text('account_id'),
    livemode: integer({ mode: 'boolean' }),
    source: text().$type<'queue' | 'inbox'>().notNull(),
    idempotencyKey: text('idempotency_key'),
    inboxKey: text('inbox_key'),
    code: text().notNull(),
    message: text().notNull(),
    details: text({ mode: 'json' }).$type<Readonly<Record<string, unknown>>>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('rejected_submissions_by_account').on(table.accountId, table.livemode, table.createdAt, table.id),
    index('rejected_submissions_by_age').on(table.createdAt),
  ],
);
