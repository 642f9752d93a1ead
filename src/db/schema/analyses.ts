import { isNotNull, sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { Failure, RecordingFacts, Rescore, type Stage, type Status, Waiting } from '../../domain/analysis.ts';
import { Submission } from '../../domain/submission.ts';
import { accounts } from './accounts.ts';
import { json } from './json.ts';

/** The session the caller named. An index is on this very expression. */
export const SESSION_ID = sql`submission ->> '$.sessionId'`;

/** Projection of the analysis objects for lists and look-ups; a row only ever moves to a higher `version`. */
export const analyses = sqliteTable(
  'analyses',
  {
    id: text().primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    livemode: integer({ mode: 'boolean' }).notNull(),
    /** Counts the analyses of an account in one mode from 1; given by a trigger, never given twice. */
    number: integer(),
    version: integer().notNull(),
    status: text().$type<Status>().notNull(),
    stage: text().$type<Stage>(),
    percent: integer().notNull(),
    agentId: text('agent_id'),
    contactId: text('contact_id'),
    /** Agent and contact, folded as search folds its terms, one per line; null where there is neither. */
    searchText: text('search_text'),
    submission: json('submission', Submission).notNull(),
    recording: json('recording', RecordingFacts),
    failure: json('failure', Failure),
    waiting: json('waiting', Waiting),
    reportVersion: integer('report_version'),
    rescore: json('rescore', Rescore),
    durationMs: integer('duration_ms'),
    transcriptionMs: integer('transcription_ms'),
    analysisMs: integer('analysis_ms'),
    overallScore: integer('overall_score'),
    sentimentScore: real('sentiment_score'),
    compliant: integer({ mode: 'boolean' }),
    customerEffort: real('customer_effort'),
    talkRatio: real('talk_ratio'),
    costUsdCents: real('cost_usd_cents'),
    speechCostUsdCents: real('speech_cost_usd_cents'),
    chargedAt: integer('charged_at'),
    createdAt: integer('created_at').notNull(),
    startedAt: integer('started_at'),
    completedAt: integer('completed_at'),
  },
  (table) => {
    const newest = [table.createdAt, table.id] as const;
    return [
      uniqueIndex('analyses_by_number').on(table.accountId, table.livemode, table.number),
      // With what a search looks at: it need not read the rows it passes over.
      index('analyses_by_account').on(table.accountId, table.livemode, ...newest, table.searchText),
      index('analyses_by_status').on(
        table.accountId,
        table.livemode,
        table.status,
        ...newest,
        table.searchText,
      ),
      index('analyses_by_agent')
        .on(table.accountId, table.livemode, table.agentId, ...newest)
        .where(isNotNull(table.agentId)),
      index('analyses_by_agent_and_status')
        .on(table.accountId, table.livemode, table.agentId, table.status, ...newest)
        .where(isNotNull(table.agentId)),
      index('analyses_by_contact')
        .on(table.accountId, table.livemode, table.contactId, ...newest)
        .where(isNotNull(table.contactId)),
      index('analyses_by_contact_and_status')
        .on(table.accountId, table.livemode, table.contactId, table.status, ...newest)
        .where(isNotNull(table.contactId)),
      index('analyses_by_agent_and_contact')
        .on(table.accountId, table.livemode, table.agentId, table.contactId, ...newest)
        .where(isNotNull(table.agentId)),
      index('analyses_by_score')
        .on(table.accountId, table.livemode, table.overallScore, ...newest)
        .where(isNotNull(table.overallScore)),
      index('analyses_by_session')
        .on(table.accountId, table.livemode, SESSION_ID, ...newest)
        .where(sql`${SESSION_ID} is not null`),
    ];
  },
);

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
