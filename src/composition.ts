import type { AnalysisObjectParts } from './analysis-object/object.ts';
import type { ModelSlotsDeps } from './model-slots/object.ts';
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { composeSubmissions } from './compose-batches.ts';
import { composeCallbacks } from './compose-callbacks.ts';
import { composeModels } from './compose-models.ts';
import { type Config, type OutboundConfig, readConfig, type TokenConfig } from './config.ts';
import { forAccount } from './db/account-handle.ts';
import { accountSettingsIn } from './db/account-settings.ts';
import { analysisEntriesOf } from './db/analysis-entries.ts';
import { callerIdsOf } from './db/caller-ids.ts';
import { configurationBookOf } from './db/configuration-book.ts';
import { expiredUploadsIn } from './db/expired-uploads.ts';
import { keyRingOf } from './db/key-ring.ts';
import { searchIndexOf } from './db/search-index.ts';
import { openShards } from './db/shards.ts';
import { openSweepBook } from './db/sweeps.ts';
import { uploadShelfOf } from './db/upload-shelf.ts';
import { spendingIn } from './db/usage.ts';
import { accountExists, type Database, findApiKey, openDatabase, touchApiKey } from './db/system.ts';
import { objectNamespaces } from './object-namespaces.ts';
import { createAccountSettings, createAccountSettingsMemory } from './platform/account-settings.ts';
import { createAnalysisObjects } from './platform/analysis-objects.ts';
import { createApiKeyDirectory, createApiKeyMemory } from './platform/api-key-directory.ts';
import { createCallbackObjects } from './platform/callback-objects.ts';
import { createDocumentStore } from './platform/documents.ts';
import { createBatchObjects } from './platform/batch-objects.ts';
import { consoleLog } from './platform/log.ts';
import { createOutbound, type Outbound } from './platform/outbound/client.ts';
import { createDownload } from './platform/outbound/download.ts';
import { createResolver } from './platform/outbound/resolver.ts';
import { createModelSlots } from './platform/model-slots.ts';
import { createPartStore } from './platform/part-store.ts';
import type { Clock, StepQueues } from './platform/ports.ts';
import { createRateLimiter, createRateMemory } from './platform/rate-limiter.ts';
import { createRecordingStore } from './platform/recordings.ts';
import { sleep } from './platform/sleep.ts';
import { createStoredContents } from './platform/stored-contents.ts';
import { createStepQueues } from './platform/step-queues.ts';
import { createTokenVerifier, type TokenVerifier } from './platform/token-verifier.ts';
import type { CallbackDeps } from './services/callbacks/callback-deps.ts';
import type { Deps } from './services/deps.ts';

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
  const db = openDatabase(env.DB);
  const namespaces = objectNamespaces(env);
  const outbound = openOutbound(config);
  return {
    ...composeCallbacks(env, config, {
      clock,
      outbound,
      documents: createDocumentStore(env.STORE),
      accountHandle: handleOpener(env),
    }),
    callbackObjects: createCallbackObjects(namespaces.CALLBACKS),
    maxUploadBytes: config.maxUploadBytes,
    maxRecordingBytes: config.maxRecordingBytes,
    release: env.RELEASE.id,
    ...openStores(env.STORE),
    objects: createAnalysisObjects(namespaces.ANALYSES),
    ...composeModels(env, config, clock),
    modelSlots: createModelSlots(namespaces.MODEL_SLOTS, consoleLog),
    outbound,
    download: createDownload({ outbound, clock, sleep }),
    configuration: (accountId, livemode) => configurationBookOf(db, accountId, livemode),
    uploadShelf: (accountId, livemode) => uploadShelfOf(db, accountId, livemode),
    expiredUploads: expiredUploadsIn(db),
    apiKeys: createApiKeyDirectory(
      {
        find: (hash) => findApiKey(db, hash),
        touch: (id, nowMs, unlessAfter) => touchApiKey(db, id, nowMs, unlessAfter),
      },
      memory.apiKeys,
      clock,
      consoleLog,
    ),
    keyRing: (accountId, livemode) => keyRingOf(db, accountId, livemode),
    tokens: config.tokens && tokenVerifier(config.tokens),
    rateLimiter: createRateLimiter(
      (bucket, limit) => namespaces.RATE_COUNTERS.getByName(bucket).lease(limit),
      memory.rates,
      clock,
      consoleLog,
    ),
    limitsPerMinute: config.limitsPerMinute,
    ...composeSubmissions(env, db),
    sweepBook: openSweepBook(db, openShards({ ...env })),
    ...openAccounts(env, db),
    callerIds: (accountId, livemode) => callerIdsOf(openShards({ ...env }), accountId, livemode),
  };
}

function openAccounts(env: Env, directory: Database) {
  return {
    accountExists: (id: string) => accountExists(directory, id),
    accountSettings: createAccountSettings(accountSettingsIn(directory), memory.accountSettings, clock),
    spentUsdCents: spendingIn(openShards({ ...env })),
  };
}

function openStores(bucket: R2Bucket) {
  return {
    recordings: createRecordingStore(bucket),
    documents: createDocumentStore(bucket),
    partStore: createPartStore(bucket),
    contents: createStoredContents(bucket),
  };
}

/** Not `fetch` itself: a test that stands in for it must be seen. */
const fetcher: typeof fetch = (input, init) => fetch(input, init);

/** What addresses that callers name are fetched through. Names are not resolved beforehand on a laptop, which may be offline. */
function openOutbound({ localMode, dnsOverHttpsUrl }: OutboundConfig): Outbound {
  const resolve = localMode ? null : createResolver(fetcher, dnsOverHttpsUrl);
  return createOutbound({ fetcher, resolve, allowLoopback: localMode, log: consoleLog });
}

function handleOpener(env: Env): Deps['accountHandle'] {
  const shards = openShards({ ...env });
  const search = openDatabase(env.SEARCH);
  return (accountId, livemode) =>
    forAccount(shards, searchIndexOf(search, accountId, livemode), accountId, livemode);
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
    outbound: openOutbound(config),
    documents: createDocumentStore(env.STORE),
    accountHandle: handleOpener(env),
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
  const databases = {
    directory: openDatabase(env.DB),
    shards: openShards({ ...env }),
    search: openDatabase(env.SEARCH),
  };
  return {
    clock,
    log: consoleLog,
    queues: openStepQueues(env, config),
    batches: createBatchObjects(objectNamespaces(env).BATCHES),
    entries: (accountId, livemode) => analysisEntriesOf(databases, accountId, livemode),
    purgeContent: (ref) => contents.purge(ref),
    callbacks: callbackObjectDeps(env, config),
  };
}
