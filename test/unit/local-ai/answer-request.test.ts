import { createServer, get, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { answerRequest } from '../../../local-ai/answer-request.ts';
import { AudioProblem } from '../../../local-ai/audio/audio-problem.ts';
import type { Decoder } from '../../../local-ai/audio/decoder.ts';
import { askNova3 } from '../../support/transcribe-file.ts';

const MAX_BODY_BYTES = 1000;
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server whose engine hears silence, after `decode` has had its say. */
async function serve(decode: (bytes: Uint8Array) => Promise<void>, mostRequests = 2) {
  const logged: string[] = [];
  const dropped: unknown[] = [];
  const decoder: Decoder = {
    async decode(bytes) {
      await decode(bytes);
      return {
        channels: [new Float32Array(16_000)],
        durationSeconds: 1,
        sourceChannels: 1,
        sourceSampleRate: 16_000,
      };
    },
    close: async () => {},
  };
  const workers = {
    run: async () => ({ spans: [], voices: [], powers: [], text: '' }),
    drop: (_: symbol, reason: unknown) => dropped.push(reason),
    close: async () => {},
  };
  const service = {
    context: { engine: { decoder, workers }, speechModel: 'moonshine-tiny', now: () => new Date(0) },
    gate: { running: 0, most: mostRequests },
    maxBodyBytes: MAX_BODY_BYTES,
    log: (line: string) => void logged.push(line),
  };
  const server = createServer((request, response) => void answerRequest(service, request, response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return { url, logged, dropped, service };
}

const audio = new Uint8Array([1, 2, 3]);
const failure = (code: number, message: unknown) => ({
  result: null,
  success: false,
  errors: [{ code, message }],
  messages: [],
});

describe('answerRequest', () => {
  it('answers in the envelope of the Workers AI interface', async () => {
    const seen: number[] = [];
    const { url } = await serve(async (bytes) => void seen.push(bytes.length));
    const response = await askNova3(url, audio, {});
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      success: true,
      errors: [],
      messages: [],
      result: { metadata: { duration: 1 }, results: { utterances: [] } },
    });
    expect(seen).toEqual([3]);
  });

  it('finds the model with slashes plain and escaped', async () => {
    const { url } = await serve(async () => {});
    for (const model of ['@cf/deepgram/nova-3', '%40cf%2Fdeepgram%2Fnova-3']) {
      const response = await fetch(`${url}/client/v4/accounts/any/ai/run/${model}`, {
        method: 'POST',
        body: audio,
      });
      expect(response.status).toBe(200);
    }
  });

  it('does not know other models and other routes', async () => {
    const { url } = await serve(async () => {});
    const model = await fetch(`${url}/client/v4/accounts/any/ai/run/@cf/meta/llama`, {
      method: 'POST',
      body: audio,
    });
    expect(model.status).toBe(400);
    expect(await model.json()).toEqual(failure(5007, expect.stringContaining('@cf/meta/llama')));
    const route = await fetch(`${url}/client/v4/accounts/any/ai/run/@cf/deepgram/nova-3`);
    expect(route.status).toBe(404);
    expect(await route.json()).toEqual(failure(7000, expect.any(String)));
  });

  it('answers under no name but that of this machine, so that no page of another site reads it', async () => {
    const { url } = await serve(async () => {});
    const statusFor = (host: string) =>
      new Promise((resolve, reject) => {
        get(`${url}/health`, { headers: { host } }, (response) => resolve(response.resume().statusCode)).on(
          'error',
          reject,
        );
      });
    for (const host of ['127.0.0.1', '127.0.0.1:8788', 'localhost:80', 'LOCALHOST', '[::1]:8788'])
      expect(await statusFor(host), host).toBe(200);
    for (const host of ['evil.example', 'localhost.evil.example:8788', '127.0.0.1.evil.example', '10.0.0.1'])
      expect(await statusFor(host), host).toBe(403);
  });

  it('passes on why a recording cannot be decoded', async () => {
    const { url } = await serve(async () => {
      throw new AudioProblem('audio_truncated', 'The file was cut off.');
    });
    const response = await askNova3(url, audio, {});
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(failure(5006, 'audio_truncated: The file was cut off.'));
  });

  it('refuses an unknown language before it reads the recording', async () => {
    const seen: number[] = [];
    const { url } = await serve(async (bytes) => void seen.push(bytes.length));
    const response = await askNova3(url, audio, { language: 'de' });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(failure(5006, expect.stringMatching(/^unsupported_language: /)));
    expect(seen).toEqual([]);
  });

  it('refuses a body past the cap, announced or not', async () => {
    const { url } = await serve(async () => {});
    const large = new Uint8Array(MAX_BODY_BYTES + 1);
    const sized = await askNova3(url, large, {});
    expect(sized.status).toBe(413);
    expect(await sized.json()).toEqual(failure(3006, expect.any(String)));
    const streamed = await fetch(`${url}/client/v4/accounts/any/ai/run/@cf/deepgram/nova-3`, {
      method: 'POST',
      body: new Blob([large]).stream(),
      duplex: 'half',
    });
    expect(streamed.status).toBe(413);
    expect((await askNova3(url, new Uint8Array(MAX_BODY_BYTES), {})).status).toBe(200);
  });

  it('sends the caller away when it is full, and takes requests again afterwards', async () => {
    const held: (() => void)[] = [];
    const { url } = await serve(() => new Promise((resolve) => held.push(resolve)), 1);
    const first = askNova3(url, audio, {});
    await expect.poll(() => held.length).toBe(1);
    const second = await askNova3(url, audio, {});
    expect(second.status).toBe(429);
    expect(await second.json()).toEqual(failure(3040, expect.stringMatching(/^Out of capacity/)));
    held[0]?.();
    expect((await first).status).toBe(200);
    const third = askNova3(url, audio, {});
    await expect.poll(() => held.length).toBe(2);
    held[1]?.();
    expect((await third).status).toBe(200);
  });

  it('drops the work of a caller who goes away', async () => {
    const held: (() => void)[] = [];
    const { url, dropped, service } = await serve(() => new Promise((resolve) => held.push(resolve)));
    const controller = new AbortController();
    const query = `${url}/client/v4/accounts/any/ai/run/@cf/deepgram/nova-3`;
    const request = fetch(query, { method: 'POST', body: audio, signal: controller.signal }).catch(
      () => 'aborted',
    );
    await expect.poll(() => held.length).toBe(1);
    controller.abort();
    expect(await request).toBe('aborted');
    await expect.poll(() => dropped.length).toBeGreaterThan(0);
    held[0]?.();
    await expect.poll(() => service.gate.running).toBe(0);
  });

  it('keeps what went wrong inside out of the answer and in the log', async () => {
    const { url, logged } = await serve(async () => {
      throw new Error('secret path /home/someone');
    });
    const response = await askNova3(url, audio, {});
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(logged.join('\n')).toContain('secret path');
  });
});
