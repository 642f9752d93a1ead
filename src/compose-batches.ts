import type { BatchObjectDeps } from './batch-object/deps.ts';
import { addRejected, rejectedSubmissionsOf, removeRejectedBefore } from './db/rejected-submissions.ts';
import { type Database, openDatabase } from './db/system.ts';
import { renderBatch } from './formats/v1-batches/render.ts';
import { BatchWire } from './formats/v1-batches/wire.ts';
import { objectNamespaces } from './object-namespaces.ts';
import { createBatchChunks } from './platform/batch-chunks.ts';
import { createBatchObjects } from './platform/batch-objects.ts';
import { createCallbackObjects } from './platform/callback-objects.ts';
import { createDocumentStore } from './platform/documents.ts';
import { createIdempotencyKeys } from './platform/idempotency-keys.ts';
import { createInbox } from './platform/inbox.ts';
import { consoleLog } from './platform/log.ts';
import { fingerprint } from './platform/request-fingerprint.ts';
import type { Clock } from './platform/ports.ts';
import type { SubmissionDeps } from './services/submissions/submission-deps.ts';

/** What batches, messages and repeated requests are taken through. */
export function composeSubmissions(env: Env, directory: Database = openDatabase(env.DB)): SubmissionDeps {
  const namespaces = objectNamespaces(env);
  return {
    batches: createBatchObjects(namespaces.BATCHES),
    idempotencyKeys: createIdempotencyKeys(namespaces.IDEMPOTENCY_KEYS),
    fingerprint,
    inbox: createInbox(env.STORE),
    rejectedSubmissions: (accountId, livemode) => rejectedSubmissionsOf(directory, accountId, livemode),
    dropRejected: (beforeMs, limit) => removeRejectedBefore(directory, beforeMs, limit),
    setAsideSubmission: (owner, rejected) => addRejected(directory, owner, rejected),
  };
}

export function batchObjectDeps(env: Env, clock: Clock): BatchObjectDeps {
  return {
    clock,
    log: consoleLog,
    chunks: createBatchChunks(env.BATCH_CHUNKS, createDocumentStore(env.STORE)),
    callbacks: createCallbackObjects(objectNamespaces(env).CALLBACKS),
    body: (state) => JSON.stringify(BatchWire.parse(renderBatch(state))),
  };
}
