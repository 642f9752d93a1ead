import type { Clock } from '../adapters/clock.ts';
import { fingerprint } from '../adapters/crypto/request-fingerprint.ts';
import { consoleLog } from '../adapters/log.ts';
import { objectClient } from '../adapters/object-client.ts';
import { createBatchChunkQueue } from '../adapters/queues/message-queues.ts';
import { createDocumentStore } from '../adapters/storage/documents.ts';
import { createInbox } from '../adapters/storage/recordings.ts';
import type { Databases } from '../db/database.ts';
import {
  addRejected,
  createRejectedSubmissionRepository,
  removeRejectedBefore,
} from '../db/rejected-submissions.ts';
import { openTenant } from '../db/tenant.ts';
import { BatchWire, renderBatch } from '../formats/v1-batches.ts';
import type { BatchObjectDeps } from '../objects/batch/batch-object.ts';
import { objectNamespaces } from '../objects/namespaces.ts';
import type { SubmissionDeps } from '../services/deps.ts';

/** What batches, messages and repeated requests are taken through. */
export function composeSubmissions(env: Env, databases: Databases): SubmissionDeps {
  const namespaces = objectNamespaces(env);
  const { directory } = databases;
  return {
    batchObjects: objectClient(namespaces.BATCHES),
    idempotencyKeys: objectClient(namespaces.IDEMPOTENCY_KEYS),
    fingerprint,
    inbox: createInbox(env.STORE),
    rejectedSubmissions: (tenant) => createRejectedSubmissionRepository(openTenant(databases, tenant)),
    removeRejected: (beforeMs, limit) => removeRejectedBefore(directory, beforeMs, limit),
    rejectSubmission: (tenant, rejected) => addRejected(directory, tenant, rejected),
  };
}

export function batchObjectDeps(env: Env, clock: Clock): BatchObjectDeps {
  return {
    clock,
    log: consoleLog,
    chunkQueue: createBatchChunkQueue(env.BATCH_CHUNKS, createDocumentStore(env.STORE)),
    callbacks: objectClient(objectNamespaces(env).CALLBACKS),
    body: (state) => JSON.stringify(BatchWire.parse(renderBatch(state))),
  };
}
