import { v7 as uuidv7 } from 'uuid';
import type { Config } from './config.ts';
import { callbackSecretsOf } from './db/callback-secrets.ts';
import { deliveryLogOf } from './db/delivery-log.ts';
import { openShards } from './db/shards.ts';
import { openDatabase } from './db/system.ts';
import { webhookBookOf } from './db/webhook-book.ts';
import { consoleLog } from './platform/log.ts';
import { createSecretBox } from './platform/secret-box.ts';
import type { CallbackDeps } from './services/callbacks/callback-deps.ts';

const CALLBACK_TIMEOUT_MS = 30_000;

/** Cryptographically secure. */
export const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** What callbacks are sent with, besides what everything else uses too. */
export function composeCallbacks(
  env: Env,
  { secretsKey, publicUrl }: Pick<Config, 'secretsKey' | 'publicUrl'>,
  shared: Pick<CallbackDeps, 'clock' | 'documents' | 'accountHandle' | 'outbound'>,
): CallbackDeps {
  const directory = openDatabase(env.DB);
  const shards = openShards({ ...env });
  return {
    ...shared,
    log: consoleLog,
    newId: () => uuidv7(),
    randomBytes,
    chance: () => Math.random(),
    secretBox: secretsKey === null ? null : createSecretBox(secretsKey, randomBytes),
    webhookBook: (accountId, livemode) => webhookBookOf(directory, accountId, livemode),
    callbackSecrets: (accountId, livemode) => callbackSecretsOf(directory, accountId, livemode),
    deliveryLog: (accountId, livemode) => deliveryLogOf(shards, accountId, livemode),
    callbackTimeoutMs: CALLBACK_TIMEOUT_MS,
    publicUrl,
  };
}
