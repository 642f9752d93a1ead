import { v7 as uuidv7 } from 'uuid';
import type { AnalysisObjectDeps } from './analysis-object/object.ts';
import { readConfig } from './config.ts';
import { forAccount } from './db/account-handle.ts';
import { findApiKey, openDatabase } from './db/system.ts';
import { createBindingDoor } from './platform/ai/binding-door.ts';
import { createRestDoor } from './platform/ai/rest-door.ts';
import { createTranscriber } from './platform/ai/transcriber.ts';
import { createAnalysisObjects } from './platform/analysis-objects.ts';
import { createDocumentStore } from './platform/documents.ts';
import { consoleLog } from './platform/log.ts';
import type { Clock } from './platform/ports.ts';
import { createRecordingStore } from './platform/recordings.ts';
import { createStepQueues } from './platform/step-queues.ts';
import type { Deps } from './services/deps.ts';

const clock: Clock = { now: () => Date.now() };

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
    recordings: createRecordingStore(env.STORE),
    documents: createDocumentStore(env.STORE),
    objects: createAnalysisObjects(env.ANALYSES),
    transcriber: createTranscriber(door),
    findApiKey: (hash) => findApiKey(db, hash),
    accountHandle: (accountId, livemode) => forAccount(db, accountId, livemode),
  };
}

export function analysisObjectDeps(env: Env): AnalysisObjectDeps {
  const db = openDatabase(env.DB);
  return {
    clock,
    log: consoleLog,
    queues: createStepQueues(env.JOBS, env.TRANSCRIPTIONS),
    accountHandle: (accountId, livemode) => forAccount(db, accountId, livemode),
  };
}
