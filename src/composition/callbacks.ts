import { v7 as uuidv7 } from 'uuid';
import { createEncryptor } from '../adapters/crypto/encryptor.ts';
import { consoleLog } from '../adapters/log.ts';
import type { Config } from '../config.ts';
import { openDatabases } from '../db/database.ts';
import { createDeliveryRepository } from '../db/deliveries.ts';
import { openTenant } from '../db/tenant.ts';
import { createCallbackSecretRepository, createWebhookRepository } from '../db/webhooks.ts';
import type { CallbackDeps } from '../services/deps.ts';

const CALLBACK_TIMEOUT_MS = 30_000;

/** Cryptographically secure. */
const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** What callbacks are sent with, besides what everything else uses too. */
export function composeCallbacks(
  env: Env,
  { secretsKey, publicUrl }: Pick<Config, 'secretsKey' | 'publicUrl'>,
  shared: Pick<CallbackDeps, 'clock' | 'documents' | 'analyses' | 'safeFetch'>,
): CallbackDeps {
  const databases = openDatabases(env);
  return {
    ...shared,
    log: consoleLog,
    newId: () => uuidv7(),
    randomBytes,
    random: () => Math.random(),
    encryptor: secretsKey === null ? null : createEncryptor(secretsKey, randomBytes),
    webhooks: (tenant) => createWebhookRepository(openTenant(databases, tenant)),
    callbackSecrets: (tenant) => createCallbackSecretRepository(openTenant(databases, tenant)),
    deliveries: (tenant) => createDeliveryRepository(openTenant(databases, tenant)),
    callbackTimeoutMs: CALLBACK_TIMEOUT_MS,
    publicUrl,
  };
}
