import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import { createAccount, type TestAccount } from './account.ts';
import { jsonPost } from './json-post.ts';
import { PATIENT } from './patience.ts';
import { acceptedId } from './settled.ts';

/** What no line may hold: a name, a parameter of SQL, the query of an address, a key. */
const PLANTED = ['Okonkwo', '4417-8821', 'token=s3cr3t', 'sk_live_planted'];
const TEXT =
  `D1_ERROR: UNIQUE constraint failed: ${PLANTED[0]}: SQLITE_CONSTRAINT\nparams: ${PLANTED[1]}\n` +
  `    at ${PLANTED[0]} (https://files.test/a.wav?${PLANTED[2]}:1:1) ${PLANTED[3]}`;
const fail = () => Promise.reject(new Error(TEXT));

let lines: string[];
beforeEach(() => {
  lines = [];
  for (const level of ['debug', 'error', 'info', 'log', 'warn'] as const)
    vi.spyOn(console, level).mockImplementation((...parts: unknown[]) => void lines.push(parts.join(' ')));
});
afterEach(() => void vi.restoreAllMocks());

function breakDatabase(name: 'DB' | 'SEARCH'): void {
  const statement = new Proxy(env[name].prepare('select 1'), {
    get: (target, method) => (method === 'bind' ? () => statement : method === 'then' ? undefined : fail),
  });
  vi.spyOn(env[name], 'prepare').mockReturnValue(statement);
  vi.spyOn(env[name], 'batch').mockImplementation(fail);
}

function breakBucket(): void {
  for (const method of ['createMultipartUpload', 'delete', 'get', 'head', 'list', 'put'] as const)
    vi.spyOn(env.STORE, method).mockImplementation(fail);
}

function breakQueues(): void {
  for (const queue of [env.JOBS, env.TRANSCRIPTIONS, env.JUDGEMENTS, env.BATCH_CHUNKS])
    for (const method of ['send', 'sendBatch'] as const) vi.spyOn(queue, method).mockImplementation(fail);
}

/** Whatever is asked of the objects fails. */
function breakObjects(namespace: { getByName(name: string): object }): void {
  const stub = new Proxy({}, { get: () => fail });
  vi.spyOn(namespace, 'getByName').mockReturnValue(stub);
}

const failures: [string, () => void][] = [
  ['the database', () => breakDatabase('DB')],
  ['the search index', () => breakDatabase('SEARCH')],
  ['the bucket', breakBucket],
  ['the queues', breakQueues],
  ['the models', () => void vi.spyOn(env.AI, 'run').mockImplementation(fail)],
  ['the objects of analyses', () => breakObjects(env.ANALYSES)],
  ['the objects of batches', () => breakObjects(env.BATCHES)],
  ['the objects of idempotency keys', () => breakObjects(env.IDEMPOTENCY_KEYS)],
  ['the objects of slots', () => breakObjects(env.MODEL_SLOTS)],
  ['the counters of requests', () => breakObjects(env.RATE_COUNTERS)],
];

/** One of everything that a store has part in. */
async function useEverything(account: TestAccount): Promise<void> {
  const call = { transcript: salesCall, agent_id: 'Okonkwo', metadata: { card: '4417-8821' } };
  const keyed = jsonPost(call);
  const requests = [
    () => account.submit(call),
    () => account.fetch('/v1/analyses', { ...keyed, headers: { ...keyed.headers, 'idempotency-key': 'k' } }),
    () =>
      account.upload({ file: new File([waveFile({ channels: 2, dataBytes: 35 * 32_000 })], 'Okonkwo.wav') }),
    () => account.fetch('/v1/batches', jsonPost({ items: [call] })),
    () => account.fetch('/v1/goals', jsonPost({ name: 'Okonkwo' })),
    () => account.fetch('/v1/webhooks', jsonPost({ url: 'https://hooks.test/x?token=s3cr3t' })),
    () => account.fetch('/v1/analyses?search=Okonkwo'),
    () => account.fetch(`/v1/analyses/${crypto.randomUUID()}`),
  ];
  for (const request of requests) await (await request()).body?.cancel();
}

describe('where a store fails with words that nobody may read', () => {
  it.each(failures)('no line of the log has them: %s', async (_name, fails) => {
    const account = await createAccount();
    await account.fetch('/v1/usage');
    fails();
    await useEverything(account);
    await vi.waitUntil(() => lines.some((line) => line.includes('"level":"error"')), PATIENT);
    for (const line of lines) for (const word of PLANTED) expect(line).not.toContain(word);
    for (const line of lines.filter((one) => one.includes('"DrizzleQueryError"')))
      expect(line).toContain('"kind":"SQLITE_CONSTRAINT"');
  });

  it('nor where an address cannot be fetched', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(fail);
    const account = await createAccount();
    const url = 'https://files.test/Okonkwo.wav?token=s3cr3t';
    await acceptedId(await account.submit({ recording_url: url }));
    await vi.waitUntil(() => lines.some((line) => line.includes('outbound.failed')), PATIENT);
    for (const line of lines) for (const word of PLANTED) expect(line).not.toContain(word);
  });
});
