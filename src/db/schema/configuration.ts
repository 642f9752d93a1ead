import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ConfigurationKind } from '../../domain/configuration.ts';
import { accounts } from './accounts.ts';

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
