import { sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** How far a sweep that takes several nights has come. In the directory. */
export const sweeps = sqliteTable('sweeps', {
  name: text().primaryKey(),
  /** Key of the last thing that was looked at; the sweep goes on after it. */
  position: text().notNull(),
});
