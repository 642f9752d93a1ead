import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Status } from '../../domain/analysis.ts';

/** Units of the sums of `agent_days`: of a sentiment, and of an effort or talk ratio. */
export const SENTIMENT_UNITS = 1_000;
export const HUNDREDTHS = 100;
/** Unit of the costs of `usage_months`. */
export const MICRO_USD_PER_CENT = 10_000;

/** Whose analyses and in which mode: the first two columns of every table kept by the triggers of `analyses`. */
const scope = {
  accountId: text('account_id').notNull(),
  livemode: integer({ mode: 'boolean' }).notNull(),
};

/** The last `number` given to an analysis. */
export const analysisNumbers = sqliteTable(
  'analysis_numbers',
  { ...scope, last: integer().notNull() },
  (table) => [primaryKey({ columns: [table.accountId, table.livemode] })],
);

export type CountKind = 'all' | 'agent' | 'contact' | 'score' | 'day';

/**
 * How many analyses have a status and, by kind: any (`key` is empty), this agent, this contact, this overall score
 * (three digits), this day of creation (`2026-11-22`, UTC).
 */
export const analysisCounts = sqliteTable(
  'analysis_counts',
  {
    ...scope,
    kind: text().$type<CountKind>().notNull(),
    key: text().notNull(),
    status: text().$type<Status>().notNull(),
    count: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.livemode, table.kind, table.key, table.status] }),
  ],
);

/** Which analyses have a value under a key of their metadata: texts, numbers and booleans of the top level. */
export const analysisMetadata = sqliteTable(
  'analysis_metadata',
  {
    ...scope,
    key: text().notNull(),
    value: text().notNull(),
    createdAt: integer('created_at').notNull(),
    analysisId: text('analysis_id').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.accountId, table.livemode, table.key, table.value, table.createdAt, table.analysisId],
    }),
  ],
);

/** How many analyses have a value under a key of their metadata. */
export const metadataCounts = sqliteTable(
  'metadata_counts',
  { ...scope, key: text().notNull(), value: text().notNull(), count: integer().notNull() },
  (table) => [primaryKey({ columns: [table.accountId, table.livemode, table.key, table.value] })],
);

/** What completed, and what was charged, in a month (`2026-11`, UTC). Stays when analyses are deleted. */
export const usageMonths = sqliteTable(
  'usage_months',
  {
    ...scope,
    month: text().notNull(),
    analyses: integer().notNull(),
    audioMs: integer('audio_ms').notNull(),
    /** Millionths of a US dollar: whole numbers add up without error. */
    costMicroUsd: integer('cost_micro_usd').notNull(),
    /** The part of it that is for transcription. */
    speechMicroUsd: integer('speech_micro_usd').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.livemode, table.month] })],
);

/**
 * Sums over the completed analyses that an agent got on a day (creation, UTC), and over how many of them each sum goes.
 * Sums are whole numbers: scores, thousandths of a sentiment, hundredths of an effort and of a percentage.
 */
export const agentDays = sqliteTable(
  'agent_days',
  {
    ...scope,
    day: text().notNull(),
    agentId: text('agent_id').notNull(),
    calls: integer().notNull(),
    scores: integer().notNull(),
    scoreSum: integer('score_sum').notNull(),
    sentiments: integer().notNull(),
    sentimentSum: integer('sentiment_sum').notNull(),
    verdicts: integer().notNull(),
    compliant: integer().notNull(),
    efforts: integer().notNull(),
    effortSum: integer('effort_sum').notNull(),
    talkRatios: integer('talk_ratios').notNull(),
    talkRatioSum: integer('talk_ratio_sum').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.livemode, table.day, table.agentId] })],
);

/** Tables that are stored along their primary key: it is all that they are looked up by. */
export const WITHOUT_ROWID = [
  analysisNumbers,
  analysisCounts,
  analysisMetadata,
  metadataCounts,
  usageMonths,
  agentDays,
];
