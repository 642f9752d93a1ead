import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { DeliveryAttempt, type DeliveryStatus } from '../../domain/delivery.ts';
import type { DisabledReason, PayloadFormat, WebhookEvent } from '../../domain/webhook.ts';
import { accounts } from './accounts.ts';
import { json } from './json.ts';

const scope = {
  accountId: text('account_id')
    .notNull()
    .references(() => accounts.id),
  livemode: integer({ mode: 'boolean' }).notNull(),
};

/** Where an account wants its callbacks. Secrets are sealed with the deployment's key. In the directory database. */
export const webhooks = sqliteTable(
  'webhooks',
  {
    id: text().primaryKey(),
    ...scope,
    url: text().notNull(),
    name: text(),
    /** Space-separated. */
    enabledEvents: text('enabled_events').notNull(),
    format: text().$type<PayloadFormat>().notNull(),
    secret: text().notNull(),
    /** The secret before the last rotation, and until when it signs too. */
    previousSecret: text('previous_secret'),
    previousSecretUntil: integer('previous_secret_until'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    disabledAt: integer('disabled_at'),
    disabledReason: text('disabled_reason').$type<DisabledReason>(),
    failingSince: integer('failing_since'),
  },
  (table) => [index('webhooks_by_account').on(table.accountId, table.livemode, table.createdAt, table.id)],
);

/** Signs the callbacks of analyses that came with a `callback_url` of their own. In the directory database. */
export const callbackSecrets = sqliteTable(
  'callback_secrets',
  {
    ...scope,
    secret: text().notNull(),
    previousSecret: text('previous_secret'),
    previousSecretUntil: integer('previous_secret_until'),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.livemode] })],
);

/** Projection of the deliveries of the objects, for the logs; a row only ever moves to a higher `version`. */
export const webhookDeliveries = sqliteTable(
  'webhook_deliveries',
  {
    id: text().primaryKey(),
    ...scope,
    webhookId: text('webhook_id'),
    /** The analysis or batch it tells of; the endpoint itself for a test. */
    subjectId: text('subject_id').notNull(),
    event: text().$type<WebhookEvent>().notNull(),
    url: text().notNull(),
    format: text().$type<PayloadFormat>().notNull(),
    status: text().$type<DeliveryStatus>().notNull(),
    attempts: json('attempts', z.array(DeliveryAttempt).readonly()).notNull(),
    attemptsOfRound: integer('attempts_of_round').notNull(),
    nextAttemptAt: integer('next_attempt_at'),
    version: integer().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('deliveries_by_webhook').on(
      table.accountId,
      table.livemode,
      table.webhookId,
      table.createdAt,
      table.id,
    ),
    /** Those that are done, by age. */
    index('deliveries_by_age')
      .on(table.createdAt)
      .where(sql`next_attempt_at is null`),
    index('deliveries_by_subject').on(
      table.accountId,
      table.livemode,
      table.subjectId,
      table.createdAt,
      table.id,
    ),
  ],
);
