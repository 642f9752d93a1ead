import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Deletion } from '../../domain/job.ts';

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
