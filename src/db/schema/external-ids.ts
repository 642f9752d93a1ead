import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * Which analysis has an external id within a project (`''`: none): the first that was given it. Triggers of `analyses`
 * add and remove entries; an upload claims its own before its analysis has a row.
 */
export const externalIds = sqliteTable(
  'external_ids',
  {
    accountId: text('account_id').notNull(),
    livemode: integer({ mode: 'boolean' }).notNull(),
    projectId: text('project_id').notNull(),
    externalId: text('external_id').notNull(),
    analysisId: text('analysis_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.livemode, table.projectId, table.externalId] })],
);
