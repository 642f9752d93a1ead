import { and, eq } from 'drizzle-orm';
import { callbackSecrets } from './schema/index.ts';
import type { Database } from './system.ts';
import type { SealedSecrets } from './webhook-book.ts';

/** The secret that signs the callbacks of single analyses of one account in one mode. */
export interface CallbackSecrets {
  find(): Promise<SealedSecrets | null>;
  /** Unless there is one; returns the one that is there then. */
  addFirst(secret: string, nowMs: number): Promise<SealedSecrets>;
  replace(secrets: SealedSecrets, nowMs: number): Promise<void>;
}

export function callbackSecretsOf(db: Database, accountId: string, livemode: boolean): CallbackSecrets {
  const mine = and(eq(callbackSecrets.accountId, accountId), eq(callbackSecrets.livemode, livemode));
  const find = async () => (await db.select().from(callbackSecrets).where(mine).get()) ?? null;
  const columns = [callbackSecrets.accountId, callbackSecrets.livemode];
  return {
    find,
    async addFirst(secret, nowMs) {
      const row = { accountId, livemode, secret, updatedAt: nowMs };
      await db.insert(callbackSecrets).values(row).onConflictDoNothing();
      return (await find()) ?? { secret, previousSecret: null, previousSecretUntil: null };
    },
    async replace({ secret, previousSecret, previousSecretUntil }, nowMs) {
      const set = { secret, previousSecret, previousSecretUntil, updatedAt: nowMs };
      const row = { accountId, livemode, ...set };
      await db.insert(callbackSecrets).values(row).onConflictDoUpdate({ target: columns, set });
    },
  };
}
