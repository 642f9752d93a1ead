import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { accounts } from './accounts.ts';
import { json } from './json.ts';

/** Recordings that come in parts, in the directory: they are gone after a day. */
export const uploads = sqliteTable(
  'uploads',
  {
    id: text().primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    livemode: integer({ mode: 'boolean' }).notNull(),
    status: text({ enum: ['open', 'completed', 'used'] }).notNull(),
    fileName: text('file_name'),
    contentType: text('content_type').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    sha256: text(),
    partBytes: integer('part_bytes').notNull(),
    storageId: text('storage_id').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [index('uploads_by_expiry').on(table.expiresAt, table.id)],
);

export const uploadParts = sqliteTable(
  'upload_parts',
  {
    uploadId: text('upload_id')
      .notNull()
      .references(() => uploads.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    etag: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.number] })],
);

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
    details: json('details', z.record(z.string(), z.unknown())).notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('rejected_submissions_by_account').on(table.accountId, table.livemode, table.createdAt, table.id),
    index('rejected_submissions_by_age').on(table.createdAt),
  ],
);
