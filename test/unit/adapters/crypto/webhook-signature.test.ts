import { createHmac, randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { createEncryptor } from '../../../../src/adapters/crypto/encryptor.ts';
import {
  formatWebhookSecret,
  signedHeaders,
  type CallbackMessage,
} from '../../../../src/adapters/crypto/webhook-signature.ts';
import { FORMATS } from '../../../../src/formats/registry.ts';

const bytes = (length: number) => new Uint8Array(randomBytes(length));
const secret = formatWebhookSecret(bytes(32));
const previous = formatWebhookSecret(bytes(32));

const { callbackHeaders } = FORMATS['v1-analyses'];

function message(): CallbackMessage {
  const now = Date.now();
  return {
    id: 'msg_019d2a5b',
    event: 'analysis.completed',
    body: JSON.stringify({ text: 'Grüße, 100 % – “quoted”' }),
    timestampSeconds: Math.floor(now / 1000),
    createdAtMs: now - 60_000,
    retries: 2,
  };
}

/** The check that services of the other convention ask their receivers to make. */
function verifyTimestamped(header: string, body: string, key: string): boolean {
  const parts = header.split(',').map((part) => part.split('='));
  const time = parts.find(([name]) => name === 't')?.[1];
  const expected = createHmac('sha256', key).update(`${time}.${body}`).digest('hex');
  return parts.some(([name, value]) => name === 'v1' && value === expected);
}

describe('the signature of a callback', () => {
  it('is accepted by the Standard Webhooks library, with the new secret and with the one before', async () => {
    const sent = message();
    const headers = await signedHeaders(sent, [secret, previous], callbackHeaders);
    for (const key of [secret, previous])
      expect(new Webhook(key).verify(sent.body, headers)).toEqual(JSON.parse(sent.body));
  });

  it('is refused with another secret, and when a byte of the body has changed', async () => {
    const sent = message();
    const headers = await signedHeaders(sent, [secret], callbackHeaders);
    expect(() => new Webhook(previous).verify(sent.body, headers)).toThrow(/signature/);
    expect(() => new Webhook(secret).verify(`${sent.body} `, headers)).toThrow(/signature/);
  });

  it.each([
    ['v1-analyses', 'x-parlay-signature'],
    ['v1-analysis', 'kallglot-signature'],
  ] as const)('comes in the header of the format %s as well', async (format, header) => {
    const sent = message();
    const headers = await signedHeaders(sent, [secret, previous], FORMATS[format].callbackHeaders);
    for (const key of [secret, previous])
      expect(verifyTimestamped(headers[header] ?? '', sent.body, key)).toBe(true);
    expect(verifyTimestamped(headers[header] ?? '', `${sent.body} `, secret)).toBe(false);
  });

  it('names event, delivery and retries as the services do', async () => {
    expect(await signedHeaders(message(), [secret], callbackHeaders)).toMatchObject({
      'x-parlay-event': 'analysis.completed',
      'x-parlay-delivery': 'msg_019d2a5b',
    });
    expect(await signedHeaders(message(), [secret], FORMATS['v1-analysis'].callbackHeaders)).toMatchObject({
      'kallglot-webhook-id': 'msg_019d2a5b',
      'kallglot-retry-count': '2',
    });
  });
});

describe('a sealed secret', () => {
  const box = createEncryptor(randomBytes(32).toString('base64'), bytes);

  it('is opened by the same key for the same owner, and by nobody else', async () => {
    const sealed = await box.encrypt(secret, 'wh_1');
    expect(sealed).not.toContain(secret.slice(6));
    expect(await box.decrypt(sealed, 'wh_1')).toBe(secret);
    await expect(box.decrypt(sealed, 'wh_2')).rejects.toThrow();
    const other = createEncryptor(randomBytes(32).toString('base64'), bytes);
    await expect(other.decrypt(sealed, 'wh_1')).rejects.toThrow();
  });

  it('never looks the same twice', async () => {
    expect(await box.encrypt(secret, 'wh_1')).not.toBe(await box.encrypt(secret, 'wh_1'));
  });

  it('needs a key of 32 bytes', () => {
    expect(() => createEncryptor(randomBytes(16).toString('base64'), bytes)).toThrow('32 bytes');
  });
});
