import {
  createAccountSettingsCache,
  createAccountSettingsMemory,
} from '../adapters/cache/account-settings.ts';
import { createApiKeyDirectory, createApiKeyMemory } from '../adapters/cache/api-key-directory.ts';
import { consoleLog } from '../adapters/log.ts';
import { createDocumentStore, createStoredContents } from '../adapters/storage/documents.ts';
import { createInbox, createRecordingStore } from '../adapters/storage/recordings.ts';
import { createUploadParts } from '../adapters/storage/upload-parts.ts';
import { accountExists, createAccountSettingsRepository } from '../db/accounts.ts';
import { createAnalysisProjection } from '../db/analyses/projection.ts';
import { createAnalysisRepository } from '../db/analyses/repository.ts';
import { spendingIn } from '../db/analyses/tallies.ts';
import { createApiKeyRepository, findApiKey, touchApiKey } from '../db/api-keys.ts';
import { createConfigurationRepository } from '../db/configuration.ts';
import type { Database } from '../db/database.ts';
import { createExternalIdRepository } from '../db/external-ids.ts';
import {
  addRejected,
  createRejectedSubmissionRepository,
  removeRejectedBefore,
} from '../db/rejected-submissions.ts';
import { openDatabases } from '../db/shards.ts';
import { createSweepRepository } from '../db/sweeps.ts';
import { openTenant, type TenantDatabases } from '../db/tenant.ts';
import { createExpiredUploadRepository, createUploadRepository } from '../db/uploads.ts';
import {
  createCallbackSecretRepository,
  createDeliveryRepository,
  createWebhookRepository,
} from '../db/webhooks.ts';
import type { Tenant } from '../domain/tenant.ts';
import { clock } from './clock.ts';

/** What an isolate remembers from one request to the next: nothing that it could not find out again. */
const memory = { apiKeys: createApiKeyMemory(), accountSettings: createAccountSettingsMemory() };

/** What is kept in R2. */
export function composeBuckets({ STORE: bucket }: Pick<Env, 'STORE'>) {
  return {
    recordings: createRecordingStore(bucket),
    documents: createDocumentStore(bucket),
    uploadParts: createUploadParts(bucket),
    contents: createStoredContents(bucket),
    inbox: createInbox(bucket),
  };
}

/** What is kept in D1: repositories of a tenant, and what looks at all accounts. */
export function composeRepositories(env: Env) {
  const databases = openDatabases(env);
  const { directory, shards } = databases;
  const of =
    <Repository>(create: (opened: TenantDatabases) => Repository) =>
    (tenant: Tenant) =>
      create(openTenant(databases, tenant));
  return {
    analyses: of(createAnalysisRepository),
    apiKeys: of(createApiKeyRepository),
    callbackSecrets: of(createCallbackSecretRepository),
    configuration: of(createConfigurationRepository),
    deliveries: of(createDeliveryRepository),
    externalIds: of(createExternalIdRepository),
    projections: of(createAnalysisProjection),
    rejectedSubmissions: of(createRejectedSubmissionRepository),
    uploads: of(createUploadRepository),
    webhooks: of(createWebhookRepository),
    ...acrossAccounts(directory),
    spentUsdCents: spendingIn(shards),
    sweeps: createSweepRepository(directory, shards),
  };
}

function acrossAccounts(directory: Database) {
  const keys = {
    find: (hash: string) => findApiKey(directory, hash),
    touch: (id: string, nowMs: number, unlessAfter: number) => touchApiKey(directory, id, nowMs, unlessAfter),
  };
  const settings = createAccountSettingsRepository(directory);
  return {
    accountExists: (id: string) => accountExists(directory, id),
    accountSettings: createAccountSettingsCache(settings, memory.accountSettings, clock),
    apiKeyDirectory: createApiKeyDirectory(keys, memory.apiKeys, clock, consoleLog),
    expiredUploads: createExpiredUploadRepository(directory),
    addRejected: (tenant: Tenant | null, rejected: Parameters<typeof addRejected>[2]) =>
      addRejected(directory, tenant, rejected),
    removeRejected: (beforeMs: number, limit: number) => removeRejectedBefore(directory, beforeMs, limit),
  };
}
