import type { StepMessage } from '../domain/queue-messages.ts';
import type { CallbackObjectCore } from '../objects/webhook-deliveries/callback-object.ts';
import { sha256Hex } from './crypto/digest.ts';
import { describeError, type Log } from './log.ts';
import type { AnalysisObjects, BatchObjects, CallbackObjects, IdempotencyKeys } from './ports.ts';
import type { Semaphore } from './semaphore.ts';

export function createAnalysisObjects(namespace: Env['ANALYSES']): AnalysisObjects {
  return {
    create: (analysis) => namespace.getByName(analysis.id).create(analysis),
    read: (id) => namespace.getByName(id).read(),
    send: (id, event) => namespace.getByName(id).send(event),
    watch: (id, request) => namespace.getByName(id).fetch(request),
    settled: (id, timeoutMs) => namespace.getByName(id).settled(timeoutMs),
    redeliver: (id, deliveryId) => namespace.getByName(id).redeliver(deliveryId),
    follow: (id, follower) => namespace.getByName(id).follow(follower),
    remove: (id, owner, requestedBy) => namespace.getByName(id).remove(owner, requestedBy),
  };
}

export function createBatchObjects(namespace: Env['BATCHES']): BatchObjects {
  const stub = (id: string) => namespace.getByName(id);
  return {
    create: (batch) => stub(batch.id).create(batch),
    add: (id, chunk, items) => stub(id).add(chunk, items),
    open: (id) => stub(id).open(),
    discard: (id) => stub(id).discard(),
    read: (id) => stub(id).read(),
    items: (id, page) => stub(id).items(page),
    cancel: (id) => stub(id).cancel(),
    take: (id, chunk) => stub(id).take(chunk),
    accepted: (id, chunk, rejected) => stub(id).accepted(chunk, rejected),
    cancelled: (id, chunk) => stub(id).cancelled(chunk),
    release: (id, chunk) => stub(id).release(chunk),
    ended: (id, end) => stub(id).ended(end),
  };
}

export function createCallbackObjects(
  namespace: DurableObjectNamespace<CallbackObjectCore>,
): CallbackObjects {
  return {
    notify: (announcement) => namespace.getByName(announcement.subjectId).notify(announcement),
    redeliver: (subjectId, deliveryId) => namespace.getByName(subjectId).redeliver(deliveryId),
  };
}

/** The keys themselves are not stored: an object is named by the hash of its scope and key. */
export function createIdempotencyKeys(namespace: Env['IDEMPOTENCY_KEYS']): IdempotencyKeys {
  return async ({ accountId, livemode }, key, holder) => {
    const name = await sha256Hex(`${accountId}\n${livemode ? 'live' : 'test'}\n${key}`);
    const stub = () => namespace.getByName(name);
    return {
      claim: () => stub().claim(holder),
      renew: () => stub().renew(holder),
      settle: (fingerprint, answer) => stub().settle(holder, fingerprint, answer),
      release: () => stub().release(holder),
    };
  };
}

/** Messages that call a task out of the line name the account, so that a task which is over gives its slot back. */
export function createSemaphore(namespace: Env['MODEL_SLOTS'], log: Log): Semaphore {
  const noted = (message: StepMessage, error: unknown) =>
    log.error('slots.unavailable', { analysis: message.analysisId, ...describeError(error) });
  return {
    async acquire(accountId, message) {
      try {
        return await namespace.getByName(accountId).acquire(message);
      } catch (error) {
        // The limit shares models out; it must not become the reason that nobody has any.
        noted(message, error);
        return true;
      }
    },
    async enqueue(accountId, message) {
      await namespace
        .getByName(accountId)
        .enqueue({ ...message, slotOf: accountId })
        .catch((error: unknown) => noted(message, error));
    },
    async release(accountId, message) {
      await namespace
        .getByName(accountId)
        .release(message)
        .catch((error: unknown) => noted(message, error));
    },
  };
}
