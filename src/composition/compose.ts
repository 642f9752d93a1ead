import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import {
  createAccountSettingsCache,
  createAccountSettingsMemory,
} from '../adapters/cache/account-settings.ts';
import { createApiKeyDirectory, createApiKeyMemory } from '../adapters/cache/api-key-directory.ts';
import { createRateLimiter, createRateMemory } from '../adapters/cache/rate-limiter.ts';
import { type Clock, sleep } from '../adapters/clock.ts';
import { createTokenVerifier, type TokenVerifier } from '../adapters/crypto/token-verifier.ts';
import { createDownload } from '../adapters/http-client/download.ts';
import { createResolver, createSafeFetch, type SafeFetch } from '../adapters/http-client/safe-fetch.ts';
import { consoleLog } from '../adapters/log.ts';
import { objectClient } from '../adapters/object-client.ts';
import { createStepQueues } from '../adapters/queues/message-queues.ts';
import type { StepQueues } from '../adapters/queues/ports.ts';
import { createSemaphore } from '../adapters/semaphore.ts';
import { createDocumentStore, createStoredContents } from '../adapters/storage/documents.ts';
import { createRecordingStore } from '../adapters/storage/recordings.ts';
import { createUploadParts } from '../adapters/storage/upload-parts.ts';
import { type Config, readConfig, type SafeFetchConfig, type TokenConfig } from '../config.ts';
import { createAccountSettingsRepository } from '../db/accounts.ts';
import { createAnalysisProjection } from '../db/analyses/projection.ts';
import { createAnalysisRepository } from '../db/analyses/repository.ts';
import { spendingIn } from '../db/analyses/tallies.ts';
import { createApiKeyRepository } from '../db/api-keys.ts';
import { createConfigurationRepository } from '../db/configuration.ts';
import { accountExists, type Databases, findApiKey, openDatabases, touchApiKey } from '../db/database.ts';
import { createExternalIdRepository } from '../db/external-ids.ts';
import { createSweepRepository } from '../db/sweeps.ts';
import { openTenant } from '../db/tenant.ts';
import { createExpiredUploadRepository, createUploadRepository } from '../db/uploads.ts';
import type { AnalysisObjectParts } from '../objects/analysis/analysis-object.ts';
import { objectNamespaces } from '../objects/namespaces.ts';
import type { ModelSlotsDeps } from '../objects/semaphore/model-slots.ts';
import type { CallbackDeps, Deps } from '../services/deps.ts';
import { composeCallbacks } from './callbacks.ts';
import { composeModels } from './models.ts';
import { composeSubmissions } from './submissions.ts';

export const clock: Clock = { now: () => Date.now() };

/** What an isolate remembers from one request to the next: nothing that it could not find out again. */
const memory = {
  apiKeys: createApiKeyMemory(),
  rates: createRateMemory(),
  accountSettings: createAccountSettingsMemory(),
  keySets: new Map<string, JWTVerifyGetKey>(),
};

/** From bindings to everything that verbs and consumers act through. */
export function compose(env: Env): Deps {
  const config = readConfig(env);
  const databases = openDatabases(env);
  const db = databases.directory;
  const namespaces = objectNamespaces(env);
  const safeFetch = openSafeFetch(config);
  return {
    ...composeCallbacks(env, config, {
      clock,
      safeFetch,
      documents: createDocumentStore(env.STORE),
      analyses: analysesOf(env),
    }),
    callbackObjects: objectClient(namespaces.CALLBACKS),
    maxUploadBytes: config.maxUploadBytes,
    maxRecordingBytes: config.maxRecordingBytes,
    release: env.RELEASE.id,
    ...openStores(env.STORE),
    analysisObjects: objectClient(namespaces.ANALYSES),
    ...composeModels(env, config, clock),
    semaphore: createSemaphore(objectClient(namespaces.MODEL_SLOTS), consoleLog),
    safeFetch,
    download: createDownload({ safeFetch, clock, sleep }),
    configuration: (tenant) => createConfigurationRepository(openTenant(databases, tenant)),
    uploads: (tenant) => createUploadRepository(openTenant(databases, tenant)),
    expiredUploads: createExpiredUploadRepository(db),
    apiKeyDirectory: createApiKeyDirectory(
      {
        find: (hash) => findApiKey(db, hash),
        touch: (id, nowMs, unlessAfter) => touchApiKey(db, id, nowMs, unlessAfter),
      },
      memory.apiKeys,
      clock,
      consoleLog,
    ),
    apiKeys: (tenant) => createApiKeyRepository(openTenant(databases, tenant)),
    tokens: config.tokens && tokenVerifier(config.tokens),
    rateLimiter: createRateLimiter(
      objectClient(namespaces.RATE_COUNTERS).lease,
      memory.rates,
      clock,
      consoleLog,
    ),
    limitsPerMinute: config.limitsPerMinute,
    ...composeSubmissions(env, databases),
    sweeps: createSweepRepository(db, databases.shards),
    ...openAccounts(databases),
    externalIds: (tenant) => createExternalIdRepository(openTenant(databases, tenant)),
  };
}

function openAccounts({ directory, shards }: Databases) {
  return {
    accountExists: (id: string) => accountExists(directory, id),
    accountSettings: createAccountSettingsCache(
      createAccountSettingsRepository(directory),
      memory.accountSettings,
      clock,
    ),
    spentUsdCents: spendingIn(shards),
  };
}

function openStores(bucket: R2Bucket) {
  return {
    recordings: createRecordingStore(bucket),
    documents: createDocumentStore(bucket),
    uploadParts: createUploadParts(bucket),
    contents: createStoredContents(bucket),
  };
}

/** Not `fetch` itself: a test that stands in for it must be seen. */
const fetcher: typeof fetch = (input, init) => fetch(input, init);

/** What addresses that callers name are fetched through. Names are not resolved beforehand on a laptop, which may be offline. */
function openSafeFetch({ localMode, dnsOverHttpsUrl }: SafeFetchConfig): SafeFetch {
  const resolve = localMode ? null : createResolver(fetcher, dnsOverHttpsUrl);
  return createSafeFetch({ fetcher, resolve, allowLoopback: localMode, log: consoleLog });
}

function analysesOf(env: Env): Deps['analyses'] {
  const databases = openDatabases(env);
  return (tenant) => createAnalysisRepository(openTenant(databases, tenant));
}

function tokenVerifier({ secret, jwksUrl, issuer, audience }: TokenConfig): TokenVerifier {
  const trust = {
    issuer,
    audience,
    secret: secret === null ? null : new TextEncoder().encode(secret),
    keySet: jwksUrl === null ? null : keySetOf(jwksUrl),
  };
  return createTokenVerifier(trust, clock, consoleLog);
}

/** The set fetches its keys when they are first needed, and again when a token names one it does not have. */
function keySetOf(url: string): JWTVerifyGetKey {
  const known = memory.keySets.get(url) ?? createRemoteJWKSet(new URL(url));
  memory.keySets.set(url, known);
  return known;
}

export function callbackObjectDeps(env: Env, config = readConfig(env)): CallbackDeps {
  return composeCallbacks(env, config, {
    clock,
    safeFetch: openSafeFetch(config),
    documents: createDocumentStore(env.STORE),
    analyses: analysesOf(env),
  });
}

function openStepQueues(env: Env, { languageModel }: Config): StepQueues {
  const judgements = languageModel === null ? env.JOBS : env.JUDGEMENTS;
  return createStepQueues(env.JOBS, env.TRANSCRIPTIONS, judgements);
}

export function modelSlotsDeps(env: Env): ModelSlotsDeps {
  const config = readConfig(env);
  return { clock, log: consoleLog, queues: openStepQueues(env, config), limit: config.maxConcurrentAi };
}

export function analysisObjectDeps(env: Env): AnalysisObjectParts {
  const config = readConfig(env);
  const contents = createStoredContents(env.STORE);
  const databases = openDatabases(env);
  return {
    clock,
    log: consoleLog,
    queues: openStepQueues(env, config),
    batches: objectClient(objectNamespaces(env).BATCHES),
    entries: (tenant) => createAnalysisProjection(openTenant(databases, tenant)),
    purgeContent: (ref) => contents.purge(ref),
    callbacks: callbackObjectDeps(env, config),
  };
}
