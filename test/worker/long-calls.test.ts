import { createMessageBatch } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import worker from '../../src/worker.ts';
import { createAccount, type TestAccount } from './account.ts';
import { countedRecording, countedWords, countingModel } from './counted-speech.ts';
import { jobOf, post, remove, storedOf } from './lifecycle-calls.ts';
import { acceptedId, settled } from './settled.ts';
import { PATIENT } from './patience.ts';

const WORDS = 120;
const { CHUNK_SECONDS } = env;

beforeEach(() => void Object.assign(env, { CHUNK_SECONDS: '20' }));
afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(env, { CHUNK_SECONDS });
});

async function uploadLongCall(account: TestAccount, options: object = {}): Promise<string> {
  const fields = { file: countedRecording(WORDS), options: JSON.stringify(options) };
  return acceptedId(await account.upload(fields));
}

async function wordsOf(account: TestAccount, id: string): Promise<string[]> {
  const { transcript } = await settled(account, id);
  return transcript?.utterances.flatMap(({ text }) => text.split(' ')) ?? [];
}

/** A queue's delivery of a chunk, now and not when its time has come. */
async function deliver(analysisId: string, chunk: number): Promise<void> {
  const body = { version: 1, analysisId, step: 'transcribe', chunk };
  const message = { id: 'm1', timestamp: new Date(), attempts: 1, body };
  await worker.queue(createMessageBatch('debrief-transcriptions', [message]), env);
}

async function allButTheLast(id: string): Promise<void> {
  const isReached = async () => {
    const job = await jobOf(id);
    return job?.chunks && job.tasks.filter(({ isDone }) => !isDone).length === 1;
  };
  await vi.waitUntil(isReached, PATIENT);
}

/** Numbers of the marks under which utterances were sent. */
function marksOf(frames: readonly string[][]): Set<string | undefined> {
  return new Set(frames.filter(([, kind]) => kind === 'utterance').map(([id]) => id?.split('.')[0]));
}

const eventsOf = async (account: TestAccount, id: string, last = '') =>
  (await (await account.fetch(`/v1/analyses/${id}/events?last_event_id=${last}`)).text())
    .split('\n\n')
    .filter((block) => block.startsWith('id: '))
    .map((block) => block.split('\n').map((line) => line.replace(/^\w+: /, '')));

describe('a long recording', () => {
  it('is transcribed in chunks side by side; one that fails is tried again alone, and nothing is said twice', async () => {
    const account = await createAccount();
    const waiting = Promise.withResolvers<void>();
    let faults = 0;
    const run = countingModel(async (words) => {
      if (!words.includes('w60')) return waiting.promise;
      faults += 1;
      if (faults <= 2) throw new Error('3040: Capacity temporarily exceeded');
    });
    const id = await uploadLongCall(account);
    const chunks = await vi.waitUntil(async () => (await jobOf(id))?.chunks, PATIENT);
    expect(chunks.length).toBeGreaterThan(3);
    await vi.waitUntil(() => run.mock.calls.length === chunks.length, PATIENT);
    const failing = chunks.findIndex(({ startMs, endMs }) => startMs < 29_500 && endMs > 30_000);
    for (const attempt of [1, 2]) {
      await vi.waitUntil(async () => {
        const task = (await jobOf(id))?.tasks[failing];
        return task?.attempt === attempt && task.leaseUntil === null;
      }, PATIENT);
      await deliver(id, failing);
    }
    waiting.resolve();
    expect(await wordsOf(account, id)).toEqual(countedWords(WORDS));
    expect(run).toHaveBeenCalledTimes(chunks.length + 2);
    expect(await storedOf(id)).not.toContainEqual(expect.stringMatching(/^chunk/));
    // A minute of nova-3, however often a chunk was asked for.
    expect((await jobOf(id))?.analysis).toMatchObject({ durationMs: 60_000, speechCostUsdCents: 0.52 });
  });

  it('is sent as it is transcribed, every utterance once, to whoever listens and to whoever comes later', async () => {
    const account = await createAccount();
    const last = Promise.withResolvers<void>();
    countingModel((words) => (words.includes(`w${WORDS}`) ? last.promise : Promise.resolve()));
    const id = await uploadLongCall(account);
    const listening = eventsOf(account, id);
    await allButTheLast(id);
    last.resolve();
    const frames = await listening;
    const kinds = frames.map(([, kind]) => kind);
    const percents = frames
      .filter(([, kind]) => kind === 'progress')
      .map(([, , data]) => JSON.parse(data ?? ''));
    expect(percents.map(({ percent }) => percent)).toEqual(
      percents.map(({ percent }) => percent).toSorted((a, b) => a - b),
    );
    expect(percents.filter(({ stage }) => stage === 'transcribing').length).toBeGreaterThan(3);
    const utterances = frames
      .filter(([, kind]) => kind === 'utterance')
      .map(([, , data]) => JSON.parse(data ?? ''));
    expect(utterances.flatMap(({ text }) => text.split(' '))).toEqual(countedWords(WORDS));
    expect(kinds.at(-1)).toBe('completed');
    expect(marksOf(frames).size, 'some of it was sent early').toBeGreaterThan(1);
    const names = (some: readonly string[][]) => some.map(([eventId, kind]) => [eventId, kind]);
    expect(names(await eventsOf(account, id))).toEqual(names(frames));
    for (const [at, [last]] of frames.entries())
      if (at % 4 === 0) expect(names(await eventsOf(account, id, last))).toEqual(names(frames.slice(at + 1)));
  });

  it('fails with the reason of a chunk that cannot be transcribed; a retry pays for the others no second time', async () => {
    const account = await createAccount();
    let refused = true;
    const run = countingModel(async (words) => {
      if (refused && words.includes('w60')) throw new Error('5004: Invalid input');
    });
    const id = await uploadLongCall(account);
    const failed = await settled(account, id);
    expect(failed).toMatchObject({
      status: 'failed',
      error: { code: 'transcription_rejected', details: { chunk: expect.any(Number) } },
    });
    const isAtRest = async () => (await jobOf(id))?.tasks.every(({ leaseUntil }) => leaseUntil === null);
    await vi.waitUntil(isAtRest, PATIENT);
    const stored = (await storedOf(id)).filter((key) => key.startsWith('chunk')).length;
    refused = false;
    run.mockClear();
    expect((await post(account, id, 'retry')).status).toBe(202);
    expect(await wordsOf(account, id)).toEqual(countedWords(WORDS));
    const chunks = stored + run.mock.calls.length;
    expect(stored).toBeGreaterThan(0);
    expect(chunks).toBeGreaterThan(3);
  });

  it('that is deleted leaves no chunk behind', async () => {
    const account = await createAccount();
    countingModel(async (words) => {
      if (words.includes(`w${WORDS}`)) throw new Error('5004: Invalid input');
    });
    const id = await uploadLongCall(account);
    await settled(account, id);
    await vi.waitUntil(async () => (await storedOf(id)).some((key) => key.startsWith('chunk')), PATIENT);
    expect((await remove(account, id)).status).toBe(204);
    expect(await storedOf(id)).toEqual([]);
  });

  it('that is redacted leaves no chunk behind, and nothing of it is sent before it is whole', async () => {
    const account = await createAccount();
    const last = Promise.withResolvers<void>();
    countingModel((words) => (words.includes(`w${WORDS}`) ? last.promise : Promise.resolve()));
    const id = await uploadLongCall(account, { redact: ['name'] });
    const listening = eventsOf(account, id);
    await allButTheLast(id);
    last.resolve();
    const frames = await listening;
    expect(marksOf(frames).size).toBe(1);
    expect((await storedOf(id)).map((key) => key.split('/')[0] ?? '').toSorted()).toEqual([
      'report',
      'transcript',
    ]);
  });
});
