import { env } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import type { z } from 'zod';
import type { WebhookNotification } from '../../src/domain/delivery.ts';
import { ChunkMessage } from '../../src/domain/queue-messages.ts';
import { AcceptedBatchWire, BatchWire, ItemListWire } from '../../src/formats/v1-batches.ts';
import type { Deps } from '../../src/services/deps.ts';
import { salesCall } from '../support/transcripts.ts';
import type { TestAccount } from './account.ts';
import { PATIENT } from './patience.ts';

export const good = { transcript: { utterances: salesCall.utterances.slice(0, 2) } };
export const bad = { transcript: { utterances: [{ speaker: 'agent', start: 0, end: 1 }] } };
export const items = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...good, metadata: { index } }));

/** Two of it fill a chunk: a hundred small ones take as long as a machine is busy. */
export const large = {
  transcript: {
    utterances: Array.from({ length: 60 }, (_, index) => ({
      speaker: 'agent',
      start: index,
      end: index + 1,
      text: 'word '.repeat(3_800),
    })),
  },
};

/** What a queue answers, here for messages that are never delivered. */
export const LOST = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };

export const laterBy = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
export const objectOf = (id: string) => env.BATCHES.getByName(id);

export function post(account: TestAccount, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return account.fetch('/v1/batches', { method: 'POST', body: JSON.stringify(body), headers });
}

export async function accepted(response: Response): Promise<z.infer<typeof AcceptedBatchWire>> {
  const body = await response.text();
  expect(response.status, body).toBe(202);
  return AcceptedBatchWire.parse(JSON.parse(body));
}

export async function read(account: TestAccount, id: string): Promise<BatchWire> {
  return BatchWire.parse(await (await account.fetch(`/v1/batches/${id}`)).json());
}

export async function over(account: TestAccount, id: string): Promise<BatchWire> {
  const isOver = async () => ['completed', 'cancelled'].includes((await read(account, id)).status);
  await vi.waitUntil(isOver, PATIENT);
  return read(account, id);
}

export async function pageOf(
  account: TestAccount,
  id: string,
  query = '',
): Promise<z.infer<typeof ItemListWire>> {
  return ItemListWire.parse(await (await account.fetch(`/v1/batches/${id}/items${query}`)).json());
}

export async function analysesOf({ id }: TestAccount): Promise<string[]> {
  const { results } = await env.DB.prepare('select id, status from analyses where account_id = ?')
    .bind(id)
    .all<{ id: string }>();
  return results.map((row) => row.id);
}

export const chunksOf = async ({ id }: TestAccount) =>
  (await env.STORE.list({ prefix: `batch/${id}/` })).objects;

/** Keeps the messages about chunks from being delivered. */
export function heldBack(): ChunkMessage[] {
  const held: ChunkMessage[] = [];
  vi.spyOn(env.BATCH_CHUNKS, 'sendBatch').mockImplementation(async (messages) => {
    for (const { body } of messages) held.push(ChunkMessage.parse(body));
    return LOST;
  });
  return held;
}

/** How often and with what the receivers of callbacks are notified of the batch. */
export function notifications() {
  const notify = vi.fn<(notification: WebhookNotification) => void>();
  const original = env.CALLBACKS.getByName.bind(env.CALLBACKS);
  vi.spyOn(env.CALLBACKS, 'getByName').mockImplementation((name) => {
    const stub = original(name);
    return new Proxy(stub, {
      get: (target, property) =>
        property === 'notify'
          ? (notification: WebhookNotification) => {
              notify(notification);
              return target.notify(notification);
            }
          : Reflect.get(target, property),
    });
  });
  return notify;
}

type AnalysisObjects = Deps['analysisObjects'];

/** The analysis objects, of which `create` makes the analyses. */
export function creating({ analysisObjects }: Deps, create: AnalysisObjects['create']): AnalysisObjects {
  return new Proxy(analysisObjects, {
    get: (target, property) => (property === 'create' ? create : Reflect.get(target, property)),
  });
}

/** A worker that dies after it made so many analyses: from then on, nothing it does has an effect. */
export function dying(deps: Deps, afterAnalyses: number): Deps {
  let made = 0;
  const mortal = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, property) {
        if (made >= afterAnalyses) throw new Error('the worker is dead');
        return Reflect.get(target, property);
      },
    });
  const objects = creating(deps, async (...of) => {
    const isThere = await deps.analysisObjects.create(...of);
    made += 1;
    return isThere;
  });
  return {
    ...deps,
    analysisObjects: mortal(objects),
    batchObjects: mortal(deps.batchObjects),
    documents: mortal(deps.documents),
  };
}

export function firstOf(messages: readonly ChunkMessage[]): ChunkMessage {
  if (!messages[0]) throw new Error('no message was sent');
  return messages[0];
}

export function cancel(account: TestAccount, id: string): Promise<Response> {
  return account.fetch(`/v1/batches/${id}/cancel`, { method: 'POST' });
}

export function postLines(account: TestAccount, query: string, lines: readonly string[]): Promise<Response> {
  const headers = { 'content-type': 'application/x-ndjson' };
  return account.fetch(`/v1/batches${query}`, { method: 'POST', body: lines.join('\r\n'), headers });
}
