import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { salesCall } from '../support/transcripts.ts';
import { waveFile } from '../support/wave-file.ts';
import { createAccount, type TestAccount } from './account.ts';
import { novaAnswer } from './nova-3-answer.ts';
import { acceptedId, settled } from './settled.ts';

const wave = waveFile({ channels: 2, dataBytes: 32_000 });

async function analysedTranscript(account: TestAccount): Promise<string> {
  const id = await acceptedId(await account.submit({ transcript: salesCall }));
  await settled(account, id);
  return id;
}

async function analysedRecording(account: TestAccount): Promise<string> {
  vi.spyOn(env.AI, 'run').mockResolvedValue(novaAnswer());
  const file = new File([wave], 'call.wav', { type: 'text/html' });
  const id = await acceptedId(await account.upload({ file }));
  await settled(account, id);
  return id;
}

/** An analysis whose work never starts. */
async function waitingRecording(account: TestAccount): Promise<string> {
  vi.spyOn(env.JOBS, 'send').mockRejectedValueOnce(new Error('Queue is gone'));
  return acceptedId(await account.upload({ file: new File([wave], 'call.wav') }));
}

afterEach(() => vi.restoreAllMocks());

describe('a transcript', () => {
  it.each([
    ['', 'application/json', 'json', '{"object":"transcript"'],
    ['?format=json', 'application/json', 'json', '"label":"customer"'],
    ['?format=text', 'text/plain; charset=utf-8', 'txt', 'agent: Thank you for calling'],
    [
      '?format=srt',
      'application/x-subrip; charset=utf-8',
      'srt',
      '1\n00:00:00,000 --> 00:00:02,965\nagent: ',
    ],
    [
      '?format=vtt',
      'text/vtt; charset=utf-8',
      'vtt',
      'WEBVTT\n\n1\n00:00:00.000 --> 00:00:04.200\n<v agent>',
    ],
    [
      '?format=csv',
      'text/csv; charset=utf-8; header=present',
      'csv',
      '1,4.6,9,customer,customer,customer,,,"Hi',
    ],
  ])('is a file by the name of its analysis: %s', async (query, type, extension, beginning) => {
    const account = await createAccount();
    const id = await analysedTranscript(account);
    const response = await account.fetch(`/v1/analyses/${id}/transcript${query}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="transcript-${id}.${extension}"`,
    );
    expect(await response.text()).toContain(beginning);
  });

  it('is refused in a format that does not exist', async () => {
    const account = await createAccount();
    const response = await account.fetch(`/v1/analyses/${crypto.randomUUID()}/transcript?format=doc`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { details: { field: 'format' } } });
  });

  it('conflicts with a call that was not transcribed yet', async () => {
    const account = await createAccount();
    const id = await waitingRecording(account);
    const response = await account.fetch(`/v1/analyses/${id}/transcript?format=srt`);
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ error: { code: 'transcript_not_ready' } });
  });
});

describe('a recording', () => {
  let account: TestAccount;
  let id: string;
  const play = (headers: HeadersInit = {}, method = 'GET') =>
    account.fetch(`/v1/analyses/${id}/audio`, { method, headers });

  beforeAll(async () => {
    account = await createAccount();
    id = await analysedRecording(account);
  });

  it('is played back as it was sent, under the type that was found out and not the one declared', async () => {
    const response = await play();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': expect.stringMatching(/^audio\/(wav|wave|x-wav)$/),
      'content-disposition': expect.stringContaining(
        `inline; filename="recording-${id}.wav"; filename*=UTF-8''`,
      ),
      'content-length': String(wave.byteLength),
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
    });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(wave);
  });

  it.each([
    ['bytes=0-3', 'bytes 0-3', wave.subarray(0, 4)],
    ['bytes=100-199', 'bytes 100-199', wave.subarray(100, 200)],
    ['bytes=-10', `bytes ${wave.byteLength - 10}-${wave.byteLength - 1}`, wave.subarray(-10)],
  ])('is answered in parts: %s', async (range, contentRange, bytes) => {
    const response = await play({ range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`${contentRange}/${wave.byteLength}`);
    expect(response.headers.get('content-length')).toBe(String(bytes.byteLength));
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it('says how long it is where a range begins after its end', async () => {
    const response = await play({ range: 'bytes=9999999-' });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe(`bytes */${wave.byteLength}`);
    expect(await response.json()).toMatchObject({ error: { code: 'range_not_satisfiable' } });
  });

  it('is sent whole where several ranges are asked for, or a part of another recording', async () => {
    for (const headers of [
      { range: 'bytes=0-1,5-6' },
      { range: 'bytes=0-1', 'if-range': '"another"' },
    ] as const) {
      const response = await play(headers);
      expect(response.status).toBe(200);
      expect((await response.arrayBuffer()).byteLength).toBe(wave.byteLength);
    }
  });

  it('is continued where it is still the same, and not sent again at all', async () => {
    const etag = (await play({}, 'HEAD')).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[^"]+"$/);
    const part = await play({ range: 'bytes=0-1', 'if-range': etag });
    expect(part.status).toBe(206);
    await part.body?.cancel();
    expect((await play({ 'if-none-match': etag })).status).toBe(304);
  });

  it('tells its length and type without being sent', async () => {
    const get = vi.spyOn(env.STORE, 'get');
    const response = await play({ range: 'bytes=0-1' }, 'HEAD');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe(String(wave.byteLength));
    expect(await response.text()).toBe('');
    expect(get).not.toHaveBeenCalled();
  });

  it('is not found for a transcript, and gone once it was removed', async () => {
    const spoken = await analysedTranscript(account);
    const never = await account.fetch(`/v1/analyses/${spoken}/audio`);
    expect(never.status).toBe(404);
    expect(await never.json()).toMatchObject({ error: { code: 'no_recording' } });
    const removed = await analysedRecording(account);
    await env.STORE.delete(`audio/${account.id}/${removed}`);
    const gone = await account.fetch(`/v1/analyses/${removed}/audio`);
    expect(gone.status).toBe(410);
    expect(await gone.json()).toMatchObject({ error: { code: 'recording_missing' } });
  });
});

describe('a finished analysis', () => {
  it.each(['', '/report', '/transcript?format=vtt'])(
    'is not sent twice, nor read from storage: %s',
    async (path) => {
      const account = await createAccount();
      const id = await analysedTranscript(account);
      const first = await account.fetch(`/v1/analyses/${id}${path}`);
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(/^"[^"]+"$/);
      expect(first.headers.get('cache-control')).toBe('private, no-cache');
      await first.text();
      const get = vi.spyOn(env.STORE, 'get');
      const second = await account.fetch(`/v1/analyses/${id}${path}`, { headers: { 'if-none-match': etag } });
      expect(second.status).toBe(304);
      expect(second.headers.get('etag')).toBe(etag);
      expect(second.headers.get('x-request-id')).toMatch(/^req_/);
      expect(await second.text()).toBe('');
      expect(get).not.toHaveBeenCalled();
    },
  );

  it('has another validator in every rendering', async () => {
    const account = await createAccount();
    const id = await analysedTranscript(account);
    const paths = ['', '/report', '/transcript', '/transcript?format=srt', '/transcript?format=vtt'];
    const responses = await Promise.all(paths.map((path) => account.fetch(`/v1/analyses/${id}${path}`)));
    await Promise.all(responses.map((response) => response.text()));
    expect(new Set(responses.map(({ headers }) => headers.get('etag'))).size).toBe(paths.length);
  });

  it('answers nobody else, whatever validator they name', async () => {
    const [owner, stranger] = [await createAccount(), await createAccount()];
    const id = await analysedTranscript(owner);
    for (const path of ['', '/report', '/transcript', '/audio']) {
      const response = await stranger.fetch(`/v1/analyses/${id}${path}`, {
        headers: { 'if-none-match': '*' },
      });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: 'analysis_not_found' } });
    }
  });
});

describe('what may still change', () => {
  it('has no validator', async () => {
    const account = await createAccount();
    const id = await waitingRecording(account);
    const response = await account.fetch(`/v1/analyses/${id}`, { headers: { 'if-none-match': '*' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBeNull();
    await response.text();
    const failed = await account.fetch(`/v1/analyses/${id}/report`);
    expect(failed.status).toBe(409);
    expect(failed.headers.get('etag')).toBeNull();
    await failed.text();
  });
});
