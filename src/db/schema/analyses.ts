import { index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Failure, RecordingFacts, Stage, Status } from '../../domain/analysis.ts';
import type { Submission } from '../../domain/submission.ts';
import { accounts } from './accounts.ts';

/** Projection of the analysis objects for lists and look-ups; a row only ever moves to a higher `version`. */
export const analyses = sqliteTable(
  'analyses',
  {
    id: text().primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    livemode: integer({ mode: 'boolean' }).notNull(),
    version: integer().notNull(),
    status: text().$type<Status>().notNull(),
    stage: text().$type<Stage>(),
    percent: integer().notNull(),
    agentId: text('agent_id'),
    contactId: text('contact_id'),
    submission: text({ mode: 'json' }).$type<Submission>().notNull(),
    recording: text({ mode: 'json' }).$type<RecordingFacts>(),
    failure: text({ mode: 'json' }).$type<Failure>(),
    durationMs: integer('duration_ms'),
    transcriptionMs: integer('transcription_ms'),
    analysisMs: integer('analysis_ms'),
    overallScore: integer('overall_score'),
    sentimentScore: real('sentiment_score'),
    createdAt: integer('created_at').notNull(),
    startedAt: integer('started_at'),
    completedAt: integer('completed_at'),
  },
  (table) => [index('analyses_by_account').on(table.accountId, table.livemode, table.createdAt, table.id)],
);
