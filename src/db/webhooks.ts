import { and, count, desc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { LoggedDelivery } from '../domain/delivery.ts';
import type { Entry, PagePosition } from '../domain/page-cursor.ts';
import { afterFailure, type DisabledReason, toEnabledEvents, type Webhook } from '../domain/webhook.ts';
import { callbackSecrets, webhookDeliveries, webhooks } from './schema/index.ts';
import { type Database, readEntries } from './database.ts';
import { mine, olderThan, type TenantDatabases } from './tenant.ts';

/** Secrets of an endpoint as they are stored, newest first. */
export interface EncryptedSecrets {
  readonly secret: string;
  readonly previousSecret: string | null;
  readonly previousSecretUntil: number | null;
}

export interface StoredWebhook {
  readonly webhook: Webhook;
  readonly secrets: EncryptedSecrets;
}

export interface WebhookChanges extends Partial<
  Pick<
    Webhook,
    'url' | 'name' | 'enabledEvents' | 'format' | 'disabledAt' | 'disabledReason' | 'failingSince'
  >
> {
  readonly updatedAt: number;
}

/** The webhook endpoints of one account in one mode. */
export interface WebhookRepository {
  add(webhook: Webhook, secret: string): Promise<void>;
  count(): Promise<number>;
  /** Newest first, those after `after`. */
  list(limit: number, after: PagePosition | null): Promise<Entry<Webhook>[]>;
  find(id: string): Promise<StoredWebhook | null>;
  change(id: string, changes: WebhookChanges): Promise<void>;
  replaceSecrets(id: string, secrets: EncryptedSecrets, nowMs: number): Promise<void>;
  remove(id: string): Promise<boolean>;
  /** Notes what became of an attempt; an endpoint that only fails for too long, or is `gone`, is disabled. */
  recordOutcome(webhook: Webhook, outcome: 'delivered' | 'failed' | 'gone', nowMs: number): Promise<void>;
}

const NEWEST_FIRST = [desc(webhooks.createdAt), desc(webhooks.id)];

export function createWebhookRepository({ directory: db, tenant }: TenantDatabases): WebhookRepository {
  const isMine = mine(tenant, webhooks);
  const only = (id: string) => and(eq(webhooks.id, id), isMine);
  const find = async (id: string) => {
    const row = await db.select().from(webhooks).where(only(id)).get();
    return row ? { webhook: toWebhook(row), secrets: row } : null;
  };
  return {
    async add(webhook, secret) {
      const enabledEvents = webhook.enabledEvents.join(' ');
      await db.insert(webhooks).values({ ...webhook, enabledEvents, ...tenant, secret });
    },
    async count() {
      return (await db.select({ count: count() }).from(webhooks).where(isMine).get())?.count ?? 0;
    },
    list: (limit, after) => listRows(db, and(isMine, olderThan(webhooks, after)), limit, find),
    find,
    async change(id, { enabledEvents, ...changes }) {
      const set = enabledEvents ? { ...changes, enabledEvents: enabledEvents.join(' ') } : changes;
      await db.update(webhooks).set(set).where(only(id));
    },
    async replaceSecrets(id, secrets, nowMs) {
      await db
        .update(webhooks)
        .set({ ...secrets, updatedAt: nowMs })
        .where(only(id));
    },
    async remove(id) {
      const removed = await db.delete(webhooks).where(only(id)).returning({ id: webhooks.id });
      return removed.length > 0;
    },
    async recordOutcome(webhook, outcome, nowMs) {
      const set = outcomeChanges(webhook, outcome, nowMs);
      // What a person disabled meanwhile keeps its reason.
      if (set)
        await db
          .update(webhooks)
          .set(set)
          .where(and(only(webhook.id), isNull(webhooks.disabledAt)));
    },
  };
}

function listRows(
  db: Database,
  page: SQL | undefined,
  limit: number,
  find: WebhookRepository['find'],
): Promise<Entry<Webhook>[]> {
  const { id, createdAt } = webhooks;
  const rows = db
    .select()
    .from(webhooks)
    .where(page)
    .orderBy(...NEWEST_FIRST)
    .limit(limit);
  const places = db
    .select({ id, createdAt })
    .from(webhooks)
    .where(page)
    .orderBy(...NEWEST_FIRST)
    .limit(limit);
  return readEntries({
    all: async () => (await rows).map(toWebhook),
    places: () => places,
    one: async (oneId) => (await find(oneId))?.webhook ?? null,
  });
}

function outcomeChanges(webhook: Webhook, outcome: 'delivered' | 'failed' | 'gone', nowMs: number) {
  const disabled = (disabledReason: DisabledReason) => ({ disabledAt: nowMs, disabledReason });
  if (outcome === 'gone') return disabled('gone');
  if (outcome === 'delivered') return webhook.failingSince === null ? null : { failingSince: null };
  const { failingSince, disable } = afterFailure(webhook, nowMs);
  if (disable) return { failingSince, ...disabled('failing') };
  return webhook.failingSince === null ? { failingSince } : null;
}

function toWebhook(row: typeof webhooks.$inferSelect): Webhook {
  const { accountId: _account, livemode: _mode, secret: _secret, previousSecret: _previous, ...rest } = row;
  return { ...rest, enabledEvents: toEnabledEvents(row.enabledEvents.split(' ')) };
}

/** The secret that signs the callbacks of single analyses of one account in one mode. */
export interface CallbackSecretRepository {
  find(): Promise<EncryptedSecrets | null>;
  /** Unless there is one; returns the one that is there then. */
  addFirst(secret: string, nowMs: number): Promise<EncryptedSecrets>;
  replace(secrets: EncryptedSecrets, nowMs: number): Promise<void>;
}

export function createCallbackSecretRepository({
  directory: db,
  tenant,
}: TenantDatabases): CallbackSecretRepository {
  const isMine = mine(tenant, callbackSecrets);
  const find = async () => (await db.select().from(callbackSecrets).where(isMine).get()) ?? null;
  const columns = [callbackSecrets.accountId, callbackSecrets.livemode];
  return {
    find,
    async addFirst(secret, nowMs) {
      const row = { ...tenant, secret, updatedAt: nowMs };
      await db.insert(callbackSecrets).values(row).onConflictDoNothing();
      return (await find()) ?? { secret, previousSecret: null, previousSecretUntil: null };
    },
    async replace({ secret, previousSecret, previousSecretUntil }, nowMs) {
      const set = { secret, previousSecret, previousSecretUntil, updatedAt: nowMs };
      const row = { ...tenant, ...set };
      await db.insert(callbackSecrets).values(row).onConflictDoUpdate({ target: columns, set });
    },
  };
}

/** What the objects delivered for one account in one mode. */
export interface DeliveryRepository {
  /** Writes the row of a delivery unless a later state is there already. */
  record(delivery: LoggedDelivery): Promise<void>;
  /** Newest first, those after `after`. */
  list(
    by: { webhookId: string } | { subjectId: string },
    limit: number,
    after: PagePosition | null,
  ): Promise<Entry<LoggedDelivery>[]>;
  find(id: string): Promise<LoggedDelivery | null>;
  removeSubject(subjectId: string): Promise<void>;
}

export function createDeliveryRepository(databases: TenantDatabases): DeliveryRepository {
  const isMine = mine(databases.tenant, webhookDeliveries);
  const find = async (id: string) => {
    const db = await databases.read();
    const isIt = and(eq(webhookDeliveries.id, id), isMine);
    const row = await db.select().from(webhookDeliveries).where(isIt).get();
    return row ? toDelivery(row) : null;
  };
  return {
    async record(delivery) {
      const db = await databases.write();
      const row = { ...delivery, ...databases.tenant };
      await db
        .insert(webhookDeliveries)
        .values(row)
        .onConflictDoUpdate({
          target: webhookDeliveries.id,
          set: row,
          setWhere: sql`${isMine} and ${webhookDeliveries.version} < excluded.version`,
        });
    },
    async list(by, limit, after) {
      const db = await databases.read();
      const { id, createdAt } = webhookDeliveries;
      const page = and(isMine, concerns(by), olderThan(webhookDeliveries, after));
      const order = [desc(createdAt), desc(id)];
      return readEntries({
        all: async () =>
          (
            await db
              .select()
              .from(webhookDeliveries)
              .where(page)
              .orderBy(...order)
              .limit(limit)
          ).map(toDelivery),
        places: () =>
          db
            .select({ id, createdAt })
            .from(webhookDeliveries)
            .where(page)
            .orderBy(...order)
            .limit(limit),
        one: find,
      });
    },
    find,
    async removeSubject(subjectId) {
      const db = await databases.write();
      await db.delete(webhookDeliveries).where(and(isMine, eq(webhookDeliveries.subjectId, subjectId)));
    },
  };
}

function concerns(by: { webhookId: string } | { subjectId: string }): SQL {
  return 'webhookId' in by
    ? eq(webhookDeliveries.webhookId, by.webhookId)
    : eq(webhookDeliveries.subjectId, by.subjectId);
}

function toDelivery(row: typeof webhookDeliveries.$inferSelect): LoggedDelivery {
  const { accountId: _account, livemode: _mode, ...delivery } = row;
  return delivery;
}
