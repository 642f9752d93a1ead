import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { z } from 'zod';
import { findFreePort } from '../../scripts/system/ports.ts';
import { type RunningSystem, startSystem } from '../../scripts/system/start-system.ts';
import { salesCall } from '../support/transcripts.ts';
import { Client, HIGH_RATE_LIMITS } from './client.ts';

const run = promisify(execFile);
const BOUNDARY = 'boundary';
const MB = 1e6;
const shortCall = { ...salesCall, utterances: salesCall.utterances.slice(0, 2) };

describe('npm start', () => {
  let stateDir: string;
  let system: RunningSystem;
  let client: Client;
  const logged: string[] = [];

  beforeAll(async () => {
    stateDir = await mkdtemp(path.join(tmpdir(), 'debrief-start-'));
    system = await startSystem({
      port: await findFreePort(),
      stateDir,
      log: (_source, line) => void logged.push(line),
      // Nobody is there: nothing here is transcribed.
      aiBaseUrl: 'http://127.0.0.1:9',
      vars: HIGH_RATE_LIMITS,
    });
    client = new Client(system);
  });

  beforeEach(() => onTestFailed(() => console.error(logged.slice(-40).join('\n'))));

  afterAll(async () => {
    await system.stop();
    await rm(stateDir, { recursive: true });
  });

  /** A form that says it is 50 MB long. Its connection may break at any time. */
  function sendForm(): ClientRequest {
    const headers = {
      authorization: `Bearer ${system.apiKey}`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': `${50 * MB}`,
    };
    const form = request(`${system.url}/v1/analyses`, { method: 'POST', headers });
    return form.on('error', () => {});
  }

  const part = (name: string) => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`;

  const isHealthy = () =>
    fetch(`${system.url}/health`, { headers: { connection: 'close' } }).then(
      (response) => response.ok,
      () => false,
    );

  describe('goes on, without a restart,', () => {
    afterEach(async () => {
      expect(await isHealthy()).toBe(true);
      const analysis = await client.settled(await client.submitTranscript(salesCall));
      expect(analysis.status).toBe('completed');
      expect([system.restarts(), logged.filter((line) => line.includes('ended unexpectedly'))]).toEqual([
        0,
        [],
      ]);
    });

    it('when clients give up their uploads', async () => {
      for (const sentMb of [0, 1, 3, 8]) {
        const upload = sendForm();
        upload.write(part('file"; filename="a.wav'));
        for (let sent = 0; sent < sentMb; sent += 1) upload.write(Buffer.alloc(MB));
        await sleep(200);
        upload.destroy();
      }
    });

    it('when a form is refused in the middle', async () => {
      const form = sendForm();
      const twice = `${part('options')}{}\r\n`.repeat(2);
      const answered = once(form, 'response');
      form.write(`${twice}${part('file"; filename="a.wav')}`);
      // It stops in the middle: who sends without end may be cut off before the answer.
      for (let sent = 0; sent < 8; sent += 1) form.write(Buffer.alloc(MB));
      const [response] = await answered;
      expect(response.statusCode).toBeGreaterThanOrEqual(400);
      expect(response.statusCode).toBeLessThan(500);
      form.destroy();
    });

    it('when a batch has more lines than it may', async () => {
      const body = Array.from({ length: 10_001 }, () => JSON.stringify({ transcript: shortCall })).join('\n');
      const headers = { 'x-api-key': system.apiKey, 'content-type': 'application/x-ndjson' };
      const status = await fetch(`${system.url}/v1/batches`, { method: 'POST', headers, body }).then(
        (response) => response.status,
        (error: unknown) => error,
      );
      expect(status).toBe(413);
    });

    it('in a batch of 2,000, made into analyses and then cancelled', async () => {
      const item = JSON.stringify({ transcript: shortCall });
      const headers = { 'x-api-key': system.apiKey, 'content-type': 'application/x-ndjson' };
      const body = Array.from({ length: 2000 }, () => item).join('\n');
      const response = await fetch(`${system.url}/v1/batches`, { method: 'POST', headers, body });
      expect(response.status).toBe(202);
      const { id } = z.object({ id: z.string() }).parse(await response.json());
      const counts = async () => (await fetch(`${system.url}/v1/batches/${id}`, { headers })).json();
      await expect
        .poll(counts, { timeout: 500_000, interval: 500 })
        .toMatchObject({ counts: { waiting: 0, rejected: 0 } });
      const cancelled = await fetch(`${system.url}/v1/batches/${id}/cancel`, { method: 'POST', headers });
      expect(cancelled.status).toBeLessThan(300);
    });
  });

  it('answers under each address of localhost, with the viewer of its API reference', async () => {
    const { port } = new URL(system.url);
    for (const host of ['127.0.0.1', 'localhost']) {
      const viewer = await fetch(`http://${host}:${port}/docs/scalar.js`);
      expect([viewer.status, viewer.headers.get('content-type')]).toEqual([
        200,
        'text/javascript; charset=utf-8',
      ]);
      expect(viewer.headers.get('x-content-type-options'), 'it does not pass through the Worker').toBe(
        'nosniff',
      );
      await viewer.body?.cancel();
    }
  });

  it('starts a part that was killed again, on the same port, and takes up what it was doing', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => client.submitTranscript(salesCall)));
    process.kill(await childOf(await childOf(process.pid, 'worker-main'), 'workerd'), 'SIGKILL');
    await expect.poll(() => system.restarts(), { timeout: 60_000 }).toBe(1);
    await expect.poll(isHealthy, { timeout: 60_000 }).toBe(true);
    for (const id of ids) expect(await client.settled(id)).toMatchObject({ status: 'completed' });
  });
});

/** The process that `parent` started with `name` in its command line. */
async function childOf(parent: number, name: string): Promise<number> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=,command=']);
  for (const line of stdout.split('\n')) {
    const [, pid, ppid, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (Number(ppid) === parent && command.includes(name)) return Number(pid);
  }
  throw new Error(`${parent} has no child ${name}`);
}
