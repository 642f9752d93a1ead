import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { waveFile } from '../support/wave-file.ts';
import { salesCall } from '../support/transcripts.ts';
import { createAccount, createKey, type TestAccount } from './account.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { acceptedId, settled } from './settled.ts';
import { PATIENT } from './patience.ts';

const Data = z.record(z.string(), z.unknown());

interface Frame {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

afterEach(() => void vi.restoreAllMocks());

function parseFrames(text: string): Frame[] {
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('id: '))
    .map((block) => {
      const [id = '', event = '', data = '{}'] = block.split('\n').map((line) => line.replace(/^\w+: /, ''));
      return { id, event, data: Data.parse(JSON.parse(data)) };
    });
}

const watch = (account: TestAccount, id: string, lastEventId?: string) =>
  account.fetch(`/v1/analyses/${id}/events`, {
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
  });

/** Every event until the stream ends. */
async function eventsUntilEnd(account: TestAccount, id: string, lastEventId?: string): Promise<Frame[]> {
  const response = await watch(account, id, lastEventId);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  return parseFrames(await response.text());
}

/** Holds the speech model back until it is let go. */
function heldModel() {
  const gate = Promise.withResolvers<void>();
  const asked = vi.spyOn(env.AI, 'run').mockImplementation(async () => {
    await gate.promise;
    return novaAnswer();
  });
  return {
    release: () => gate.resolve(),
    asked: () => vi.waitUntil(() => asked.mock.calls.length > 0, PATIENT),
  };
}

const uploadCall = async (account: TestAccount) =>
  acceptedId(
    await account.upload({
      file: new File([waveFile({ channels: 2, dataBytes: 35 * 32_000 })], 'call.wav'),
    }),
  );

const finalOf = (frames: readonly Frame[]) => frames.at(-1)?.event;

describe('the events of an analysis', () => {
  it('tell every stage, every utterance and the end, in order', async () => {
    const model = heldModel();
    const account = await createAccount();
    const id = await uploadCall(account);
    const received = eventsUntilEnd(account, id);
    await model.asked();
    model.release();
    const frames = await received;
    const progress = frames.filter(({ event }) => event === 'progress').map(({ data }) => data['stage']);
    expect(progress).toEqual(['ingesting', 'transcribing', 'analysing', 'finishing']);
    const utterances = frames.filter(({ event }) => event === 'utterance').map(({ data }) => data['text']);
    const { transcript } = await settled(account, id);
    expect(utterances).toEqual(transcript?.utterances?.map(({ text }) => text));
    expect(frames.at(-1)).toMatchObject({ event: 'completed', data: { url: `/v1/analyses/${id}` } });
    const positions = frames.map((frame) => frame.id.split('.').map(Number));
    expect(positions).toEqual(positions.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d));
  });

  it('are sent from the one after Last-Event-ID on, wherever the caller was cut off', async () => {
    vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
    const account = await createAccount();
    const id = await uploadCall(account);
    await settled(account, id);
    const all = await eventsUntilEnd(account, id);
    for (const [index, { id: last }] of all.entries())
      expect(await eventsUntilEnd(account, id, last), last).toEqual(all.slice(index + 1));
    expect(await eventsUntilEnd(account, id, 'nonsense')).toEqual(all);
  });

  it('end with failed and say why', async () => {
    const account = await createAccount();
    const id = await acceptedId(
      await account.upload({ file: new File([waveFile({ dataBytes: 0 })], 'empty.wav') }),
    );
    const frames = await eventsUntilEnd(account, id);
    expect(frames.at(-1)).toMatchObject({ event: 'failed', data: { error: { code: 'audio_empty' } } });
  });

  it('reach hundreds of listeners, all of whom hear the end', async () => {
    const model = heldModel();
    const account = await createAccount();
    const id = await uploadCall(account);
    await model.asked();
    const listeners = await Promise.all(Array.from({ length: 200 }, () => watchDirectly(id)));
    expect(await listenerCount(id)).toBe(200);
    model.release();
    const ends = await Promise.all(listeners.map(async (one) => finalOf(parseFrames(await one.text()))));
    expect(new Set(ends)).toEqual(new Set(['completed']));
    expect(await listenerCount(id)).toBe(0);
  }, 60_000);

  it('leave no listener behind when callers go away', async () => {
    const model = heldModel();
    const account = await createAccount();
    const id = await uploadCall(account);
    await model.asked();
    const responses = await Promise.all(Array.from({ length: 20 }, () => watch(account, id)));
    for (const response of responses) await response.body?.cancel();
    await runInDurableObject(env.ANALYSES.getByName(id), (object) => object.beat());
    await vi.waitUntil(async () => (await listenerCount(id)) === 0, PATIENT);
    model.release();
    await settled(account, id);
  });

  it('end within a heartbeat for those whose key is revoked, and for nobody else', async () => {
    const model = heldModel();
    const account = await createAccount();
    const id = await uploadCall(account);
    await model.asked();
    const other = await createKey(account.id, 'read', false);
    const open = async (from: TestAccount) => {
      const [stream, socketed] = await Promise.all([
        watch(from, id),
        from.fetch(`/v1/analyses/${id}/events`, { headers: { upgrade: 'websocket' } }),
      ]);
      const closed = new Promise<number>((resolve) =>
        socketed.webSocket?.addEventListener('close', ({ code }) => resolve(code)),
      );
      socketed.webSocket?.accept();
      return { stream, closed };
    };
    const [kept, ended] = [await open(account), await open(other)];
    expect(await listenerCount(id)).toBe(4);
    const due = await runInDurableObject(env.ANALYSES.getByName(id), (_object, { storage }) =>
      storage.getAlarm(),
    );
    expect((due ?? Infinity) - Date.now()).toBeLessThanOrEqual(15_000);
    await account.fetch(`/v1/api-keys/${other.keyId}`, { method: 'DELETE' });
    await runInDurableObject(env.ANALYSES.getByName(id), (object) => object.beat());
    expect(await ended.closed).toBe(1008);
    expect(finalOf(parseFrames(await ended.stream.text()))).not.toBe('completed');
    expect(await listenerCount(id)).toBe(2);
    model.release();
    expect(finalOf(parseFrames(await kept.stream.text()))).toBe('completed');
    expect(await kept.closed).toBe(1000);
  });

  it('come through a WebSocket as well, which survives the loss of memory', async () => {
    const model = heldModel();
    const account = await createAccount();
    const id = await uploadCall(account);
    const response = await account.fetch(`/v1/analyses/${id}/events`, { headers: { upgrade: 'websocket' } });
    expect(response.status).toBe(101);
    const socket = response.webSocket;
    const messages: { id: string; type: string }[] = [];
    socket?.addEventListener('message', ({ data }) => messages.push(JSON.parse(String(data))));
    const closed = new Promise((resolve) => socket?.addEventListener('close', resolve));
    socket?.accept();
    await model.asked();
    await evictDurableObject(env.ANALYSES.getByName(id));
    model.release();
    await closed;
    expect(messages.at(-1)?.type).toBe('completed');
    expect(new Set(messages.map((message) => message.id)).size).toBe(messages.length);
    expect(messages.map(({ id: eventId, type }) => [eventId, type])).toEqual(
      (await eventsUntilEnd(account, id)).map(({ id: eventId, event }) => [eventId, event]),
    );
  });
});

describe('waiting for an analysis', () => {
  it('answers as soon as it is final', async () => {
    const account = await createAccount();
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    const response = await account.fetch(`/v1/analyses/${id}?wait=30`);
    expect(await response.json()).toMatchObject({ status: 'completed' });
  });

  it('answers with what there is when the time is over', async () => {
    const model = heldModel();
    const account = await createAccount();
    const id = await uploadCall(account);
    await model.asked();
    const response = await account.fetch(`/v1/analyses/${id}?wait=1`);
    expect(await response.json()).toMatchObject({ status: 'processing' });
    model.release();
    await settled(account, id);
  });

  it('is refused for longer than a minute', async () => {
    const account = await createAccount();
    const id = await acceptedId(await account.submit({ transcript: salesCall }));
    expect((await account.fetch(`/v1/analyses/${id}?wait=61`)).status).toBe(400);
  });
});

/** Past authentication and its limits, which are not what hundreds of listeners are about. */
const watchDirectly = (id: string) => env.ANALYSES.getByName(id).fetch('https://debrief.test/events');

const listenerCount = (id: string) =>
  runInDurableObject(env.ANALYSES.getByName(id), (object) => object.listenerCount());
