import { v7 as uuidv7 } from 'uuid';
import type { AnalysisObjectDeps } from './analysis-object/object.ts';
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { readConfig, type TokenConfig } from './config.ts';
import { forAccount } from './db/account-handle.ts';
import { keyRingOf } from './db/key-ring.ts';
import { searchIndexOf } from './db/search-index.ts';
import { openShards } from './db/shards.ts';
import { accountExists, findApiKey, openDatabase, touchApiKey } from './db/system.ts';
import { NO_PRICES, WORKERS_AI_PRICES } from './domain/prices.ts';
import { createBindingDoor } from './platform/ai/binding-door.ts';
import { createRestDoor } from './platform/ai/rest-door.ts';
import { createTranscriber } from './platform/ai/transcriber.ts';
import { createAnalysisObjects } from './platform/analysis-objects.ts';
import { createApiKeyDirectory, createApiKeyMemory } from './platform/api-key-directory.ts';
import { createDocumentStore } from './platform/documents.ts';
import { consoleLog } from './platform/log.ts';
import type { Clock } from './platform/ports.ts';
import { createRateLimiter, createRateMemory } from './platform/rate-limiter.ts';
import { createRecordingStore } from './platform/recordings.ts';
import { createStepQueues } from './platform/step-queues.ts';
import { createTokenVerifier, type TokenVerifier } from './platform/token-verifier.ts';
import type { Deps } from './services/deps.ts';

export const clock: Clock = { now: () => Date.now() };

/** What an isolate remembers from one request to the next: nothing that it could not find out again. */
const memory = {
  apiKeys: createApiKeyMemory(),
  rates: createRateMemory(),
  keySets: new Map<string, JWTVerifyGetKey>(),
};

/** From bindings to everything that verbs and consumers act through. */
export function compose(env: Env): Deps {
  const config = readConfig(env);
  const db = openDatabase(env.DB);
  const door = config.aiBaseUrl === null ? createBindingDoor(env.AI) : createRestDoor(config.aiBaseUrl);
  return {
    clock,
    log: consoleLog,
    newId: () => uuidv7(),
    maxUploadBytes: config.maxUploadBytes,
    release: env.RELEASE.id,
    recordings: createRecordingStore(env.STORE),
    documents: createDocumentStore(env.STORE),
    objects: createAnalysisObjects(env.ANALYSES),
    transcriber: createTranscriber(door),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
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
    accountExists: (id) => accountExists(db, id),
    rateLimiter: createRateLimiter(
      (bucket, limit) => env.RATE_COUNTERS.getByName(bucket).lease(limit),
      memory.rates,
      clock,
      consoleLog,
    ),
    limitsPerMinute: config.limitsPerMinute,
    accountHandle: handleOpener(env),
    prices: config.aiBaseUrl === null ? WORKERS_AI_PRICES : NO_PRICES,
  };
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

export function analysisObjectDeps(env: Env): AnalysisObjectDeps {
  return {
    clock,
    log: consoleLog,
    queues: createStepQueues(env.JOBS, env.TRANSCRIPTIONS),
    accountHandle: handleOpener(env),
  };
}
