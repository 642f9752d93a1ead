import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { waveFile } from '../support/wave-file.ts';
import { type BuiltSystem, startBuiltSystem } from './built-system.ts';
import { Client, HIGH_RATE_LIMITS } from './client.ts';
import { type LocalServer, serveBrokenOnce, serveSpeechModel } from './file-server.ts';
import { HeapMeter } from './heap-meter.ts';

/** An hour of 16-bit stereo at 8 kHz, 115 MB, in which no part is like another. */
const recording = noise();
const sha256 = createHash('sha256').update(recording).digest('hex');
/** The measure of docs/storage.md. */
const MOST_MB = 24;

let system: BuiltSystem;
let client: Client;
let speechModel: Awaited<ReturnType<typeof serveSpeechModel>>;
let meter: HeapMeter;

beforeAll(async () => {
  speechModel = await serveSpeechModel();
  // Not cut: the model is to hear the very bytes that were sent.
  const vars = { AI_BASE_URL: speechModel.url, LOCAL_MODE: 'true', CHUNK_SECONDS: '3600' };
  system = await startBuiltSystem({ ...HIGH_RATE_LIMITS, ...vars });
  client = new Client(system);
  meter = await HeapMeter.open(system.inspectorUrl);
});

afterAll(async () => {
  await system.close();
  await speechModel.close();
});

function noise(): Uint8Array<ArrayBuffer> {
  const dataBytes = 3600 * 8000 * 4;
  const file = waveFile({ channels: 2, dataBytes });
  const words = new Uint32Array(file.buffer, 44, dataBytes / 4);
  for (let at = 0; at < words.length; at += 1) words[at] = Math.imul(at, 2_654_435_761);
  return file;
}

const Created = z.object({ id: z.string() });
const Upload = Created.extend({
  part_size_bytes: z.int(),
  part_count: z.int(),
  parts: z.array(z.object({ number: z.int() })),
});

async function call(
  method: string,
  route: string,
  body?: string | Uint8Array<ArrayBuffer>,
  type = 'application/json',
): Promise<unknown> {
  const headers = { authorization: `Bearer ${system.apiKey}`, 'content-type': type, connection: 'close' };
  const response = await fetch(system.url + route, { method, headers, ...(body !== undefined && { body }) });
  if (!response.ok) throw new Error(`${route} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** The analysis completes, and the model received the very bytes that were sent. */
async function expectWhole(id: string): Promise<void> {
  const { status, error, duration_seconds: seconds } = await client.settled(id);
  expect([status, error, seconds === 3600 || seconds === 35]).toEqual(['completed', null, true]);
  expect(speechModel.received.at(-1)).toBe(sha256);
}

/** Sends half of a part and then loses the connection. */
async function breakOff(route: string, part: Uint8Array<ArrayBuffer>): Promise<void> {
  const controller = new AbortController();
  const half = new ReadableStream<Uint8Array>({
    start: (stream) => stream.enqueue(part.subarray(0, part.length / 2)),
    pull: () => void setTimeout(() => controller.abort(), 100),
  });
  const headers = { authorization: `Bearer ${system.apiKey}`, 'content-length': `${part.length}` };
  const init = { method: 'PUT', headers, body: half, duplex: 'half', signal: controller.signal } as const;
  await expect(fetch(system.url + route, init)).rejects.toThrow();
}

describe('an hour of stereo, 115 MB, in flat memory', () => {
  it('goes in by a single request', async () => {
    const peakMb = await meter.peakMb(async () => {
      const form = new FormData();
      form.set('file', new File([recording], 'call.wav', { type: 'audio/wav' }));
      const headers = { authorization: `Bearer ${system.apiKey}`, connection: 'close' };
      const response = await fetch(`${system.url}/v1/analyses`, { method: 'POST', body: form, headers });
      await expectWhole(Created.parse(await response.json()).id);
    });
    expect(peakMb).toBeLessThan(MOST_MB);
  });

  it('goes in by parts, one of which broke off in the middle', async () => {
    const peakMb = await meter.peakMb(async () => {
      const plan = JSON.stringify({ size_bytes: recording.length, sha256 });
      const upload = Upload.parse(await call('POST', '/v1/uploads', plan));
      const route = `/v1/uploads/${upload.id}`;
      const part = (number: number) =>
        recording.subarray((number - 1) * upload.part_size_bytes, number * upload.part_size_bytes);
      await breakOff(`${route}/parts/2`, part(2));
      const { parts } = Upload.parse(await call('GET', route));
      expect(parts).toEqual([]);
      for (let number = 1; number <= upload.part_count; number += 1)
        await call('PUT', `${route}/parts/${number}`, part(number), 'application/octet-stream');
      await call('POST', `${route}/complete`);
      const submission = JSON.stringify({ upload_id: upload.id });
      await expectWhole(Created.parse(await call('POST', '/v1/analyses', submission)).id);
    });
    expect(peakMb).toBeLessThan(MOST_MB);
  });

  it('goes in by URL, from a server that broke off in the middle', async () => {
    const server: LocalServer & { ranges: string[] } = await serveBrokenOnce(recording);
    const peakMb = await meter.peakMb(async () => {
      const submission = JSON.stringify({ recording_url: `${server.url}/call.wav` });
      await expectWhole(Created.parse(await call('POST', '/v1/analyses', submission)).id);
    });
    expect(server.ranges).toEqual(['whole', expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    expect(peakMb).toBeLessThan(MOST_MB);
    await server.close();
  });
});
