import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { findFreePort } from '../../../../scripts/system/ports.ts';
import { formatWebhookSecret, signedHeaders } from '../../../../src/adapters/crypto/webhook-signature.ts';

const examples = path.resolve(import.meta.dirname, '../../../../examples');
const secret = formatWebhookSecret(new Uint8Array(randomBytes(32)));
const body = JSON.stringify({ text: 'Grüße' });
const withoutPython = spawnSync('python3', ['--version']).status !== 0;

const signed = (keys = [secret]) =>
  signedHeaders(
    {
      id: `msg_${randomBytes(4).toString('hex')}`,
      event: 'analysis.completed',
      body,
      timestampSeconds: Math.floor(Date.now() / 1000),
      createdAtMs: Date.now(),
      retries: 0,
    },
    keys,
    () => ({}),
  );

describe('the example receiver', () => {
  it('takes a genuine callback once, and refuses a forged one', async () => {
    const port = await findFreePort();
    const args = [path.join(examples, 'webhook-receiver.ts'), String(port)];
    const receiver = spawn(process.execPath, args, { env: { ...process.env, SECRET: secret } });
    try {
      const lines: string[] = [];
      const output = createInterface(receiver.stdout).on('line', (line) => lines.push(line));
      await once(output, 'line');
      const send = async (headers: Record<string, string>) =>
        (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, body })).status;
      const headers = await signed();
      expect([await send(headers), await send(headers)]).toEqual([204, 204]);
      expect(await send({ ...headers, 'webhook-id': 'msg_forged' })).toBe(401);
      await expect.poll(() => lines.length).toBe(2);
      expect(lines[1]).toContain(headers['webhook-id']);
    } finally {
      receiver.kill();
    }
  }, 30_000);
});

describe.skipIf(withoutPython)('the Python example (skipped without python3)', () => {
  const check = async (keys: string[], input = body) => {
    const {
      'webhook-id': id = '',
      'webhook-timestamp': time = '',
      'webhook-signature': signatures = '',
    } = await signed(keys);
    const args = [path.join(examples, 'verify_webhook.py'), secret, id, time, signatures];
    return spawnSync('python3', args, { input }).status;
  };

  it('tells a genuine callback from a forged one, also during a rotation', async () => {
    const other = formatWebhookSecret(new Uint8Array(randomBytes(32)));
    expect(await check([secret])).toBe(0);
    expect(await check([other, secret])).toBe(0);
    expect(await check([other])).toBe(1);
    expect(await check([secret], `${body} `)).toBe(1);
  }, 30_000);
});
