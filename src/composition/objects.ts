import { z } from 'zod';
import { createRateLimiter, createRateMemory } from '../adapters/cache/rate-limiter.ts';
import { fromBase64, hmacSha256 } from '../adapters/crypto/digest.ts';
import { createEncryptor } from '../adapters/crypto/encryptor.ts';
import { consoleLog } from '../adapters/log.ts';
import type { ObjectClient } from '../adapters/objects.ts';
import type { StepQueues } from '../adapters/ports.ts';
import {
  createBatchChunkQueue,
  createStepQueues,
  createSweepQueue,
} from '../adapters/queues/message-queues.ts';
import { createSemaphore } from '../adapters/semaphore.ts';
import { createDocumentStore, createStoredContents } from '../adapters/storage/documents.ts';
import { type Config, readConfig } from '../config.ts';
import { BatchWire, renderBatch } from '../formats/v1-batches.ts';
import type { AnalysisObjectParts } from '../objects/analysis/analysis-object.ts';
import type { BatchObjectDeps } from '../objects/batch/batch-object.ts';
import type { SemaphoreDeps } from '../objects/semaphore/semaphore-object.ts';
import type { CallbackDeps, Deps } from '../services/deps.ts';
import { clock, randomBytes, surroundings } from './clock.ts';
import { openSafeFetch } from './net.ts';
import { composeRepositories } from './stores.ts';

const CALLBACK_TIMEOUT_MS = 30_000;

/** What an isolate remembers of rate limits: nothing that it could not find out again. */
const rates = createRateMemory();

/** The Durable Objects, as others see them, and the queue that verbs send to. */
export function composeObjects(env: Env) {
  const namespaces = objectNamespaces(env);
  const { lease } = objectClient(namespaces.RATE_COUNTERS);
  return {
    analysisObjects: objectClient(namespaces.ANALYSES),
    batchObjects: objectClient(namespaces.BATCHES),
    callbackObjects: objectClient(namespaces.CALLBACKS),
    idempotencyKeys: objectClient(namespaces.IDEMPOTENCY_KEYS),
    sweepQueue: createSweepQueue(env.JOBS),
    semaphore: createSemaphore(objectClient(namespaces.MODEL_SLOTS), consoleLog),
    rateLimiter: createRateLimiter(lease, rates, clock, consoleLog),
  };
}

/** A deployment without a key still has ids that follow from what they are made of. */
export function composeDerivation({ secretsKey }: Pick<Config, 'secretsKey'>): Pick<Deps, 'derive'> {
  const key = Uint8Array.from(
    secretsKey === null ? new TextEncoder().encode('debrief') : fromBase64(secretsKey),
  );
  return { derive: (text) => hmacSha256(key, text) };
}

/** How callbacks are signed and sent. */
export function composeSigning({ secretsKey, publicUrl }: Pick<Config, 'secretsKey' | 'publicUrl'>) {
  return {
    encryptor: secretsKey === null ? null : createEncryptor(secretsKey, randomBytes),
    callbackTimeoutMs: CALLBACK_TIMEOUT_MS,
    publicUrl,
  };
}

export function analysisObjectDeps(env: Env): AnalysisObjectParts {
  const config = readConfig(env);
  const contents = createStoredContents(env.STORE);
  const { projections, ...callbacks } = callbackObjectDeps(env, config);
  return {
    clock,
    log: consoleLog,
    queues: openStepQueues(env, config),
    batches: objectClient(objectNamespaces(env).BATCHES),
    idempotencyKeys: objectClient(objectNamespaces(env).IDEMPOTENCY_KEYS),
    entries: projections,
    random: surroundings.random,
    purgeContent: (ref) => contents.purge(ref),
    callbacks,
    apiKeyDirectory: callbacks.apiKeyDirectory,
  };
}

export function batchObjectDeps(env: Env): BatchObjectDeps {
  return {
    clock,
    log: consoleLog,
    chunkQueue: createBatchChunkQueue(env.BATCH_CHUNKS, createDocumentStore(env.STORE)),
    callbacks: objectClient(objectNamespaces(env).CALLBACKS),
    body: (state) => JSON.stringify(BatchWire.parse(renderBatch(state))),
  };
}

export function callbackObjectDeps(env: Env, config = readConfig(env)) {
  return {
    ...surroundings,
    ...composeRepositories(env),
    ...composeSigning(config),
    safeFetch: openSafeFetch(config),
    documents: createDocumentStore(env.STORE),
  } satisfies CallbackDeps;
}

export function semaphoreDeps(env: Env): SemaphoreDeps {
  const config = readConfig(env);
  return { clock, log: consoleLog, queues: openStepQueues(env, config), limit: config.maxConcurrentAi };
}

/** Reports that a language model writes are long work and have a queue of their own. */
function openStepQueues(env: Env, { languageModel }: Config): StepQueues {
  const judgements = languageModel === null ? env.JOBS : env.JUDGEMENTS;
  return createStepQueues(env.JOBS, env.TRANSCRIPTIONS, judgements);
}

/** Where the platform may keep and run objects. Source: Durable Objects documentation, "Data location". */
const Jurisdiction = z.enum(['eu', 'fedramp']);
const Setting = z.object({ JURISDICTION: z.union([z.literal(''), Jurisdiction]) });

type ObjectNamespaces = Pick<
  Env,
  'ANALYSES' | 'RATE_COUNTERS' | 'IDEMPOTENCY_KEYS' | 'BATCHES' | 'CALLBACKS' | 'MODEL_SLOTS'
>;

/**
 * The namespaces of all objects, restricted to the deployment's jurisdiction where it has one. An object of the same name
 * within another jurisdiction is another object: nothing else may take a namespace from `env`.
 */
export function objectNamespaces(env: ObjectNamespaces & Pick<Env, 'JURISDICTION'>): ObjectNamespaces {
  const { JURISDICTION: jurisdiction } = Setting.parse(env);
  const { ANALYSES, RATE_COUNTERS, IDEMPOTENCY_KEYS, BATCHES, CALLBACKS, MODEL_SLOTS } = env;
  if (jurisdiction === '')
    return { ANALYSES, RATE_COUNTERS, IDEMPOTENCY_KEYS, BATCHES, CALLBACKS, MODEL_SLOTS };
  return {
    ANALYSES: ANALYSES.jurisdiction(jurisdiction),
    RATE_COUNTERS: RATE_COUNTERS.jurisdiction(jurisdiction),
    IDEMPOTENCY_KEYS: IDEMPOTENCY_KEYS.jurisdiction(jurisdiction),
    BATCHES: BATCHES.jurisdiction(jurisdiction),
    CALLBACKS: CALLBACKS.jurisdiction(jurisdiction),
    MODEL_SLOTS: MODEL_SLOTS.jurisdiction(jurisdiction),
  };
}

/**
 * Calls the public methods of the objects of a namespace. Every call asks for the object anew: a stub is broken after its
 * first failure.
 */
function objectClient<Target extends Rpc.DurableObjectBranded>(
  namespace: DurableObjectNamespace<Target>,
): ObjectClient<Target> {
  return new Proxy<ObjectClient<Target>>(Object.create(null), {
    get:
      (_client, method) =>
      (name: string, ...args: readonly unknown[]) => {
        const stub: object = namespace.getByName(name);
        return Reflect.apply(Reflect.get(stub, method), stub, args);
      },
  });
}
