import type { PayloadFormat } from '../../domain/webhook.ts';

const SECRET_PREFIX = 'whsec_';
/** Length of the hash. Standard Webhooks asks for 24 to 64 bytes. */
export const WEBHOOK_SECRET_BYTES = 32;

export interface SignedMessage {
  /** The same in all attempts. */
  readonly id: string;
  readonly event: string;
  readonly format: PayloadFormat;
  readonly body: string;
  /** Of this attempt, seconds since 1970-01-01 UTC. */
  readonly timestampSeconds: number;
  /** When the delivery was made, milliseconds since 1970-01-01 UTC. */
  readonly createdAtMs: number;
  /** Attempts before this one. */
  readonly retries: number;
}

export function formatWebhookSecret(bytes: Uint8Array): string {
  return SECRET_PREFIX + btoa(String.fromCharCode(...bytes));
}

/**
 * The headers of a callback. Signed with every secret that is valid, newest first: `webhook-signature` by Standard
 * Webhooks 1.0 (the key is what follows `whsec_`, decoded); the header of the format's own service, where it has one, as
 * `t=<seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">` (the key is the text of the secret).
 */
export async function signedHeaders(
  message: SignedMessage,
  secrets: readonly string[],
): Promise<Record<string, string>> {
  const { id, body, event, timestampSeconds } = message;
  const keys = secrets.map((secret) => fromBase64(secret.slice(SECRET_PREFIX.length)));
  const signatures = await Promise.all(keys.map((key) => hmac(key, `${id}.${timestampSeconds}.${body}`)));
  return {
    'content-type': 'application/json',
    'user-agent': 'Debrief-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signatures.map((bytes) => `v1,${btoa(String.fromCharCode(...bytes))}`).join(' '),
    'x-debrief-event': event,
    ...(await ownHeaders(message, secrets)),
  };
}

async function ownHeaders(
  { id, event, format, body, timestampSeconds, createdAtMs, retries }: SignedMessage,
  secrets: readonly string[],
): Promise<Record<string, string>> {
  if (format !== 'v1-analyses' && format !== 'v1-analysis') return {};
  const keys = secrets.map((secret) => Uint8Array.from(new TextEncoder().encode(secret)));
  const signatures = await Promise.all(keys.map((key) => hmac(key, `${timestampSeconds}.${body}`)));
  const signature = [`t=${timestampSeconds}`, ...signatures.map((bytes) => `v1=${toHex(bytes)}`)].join(',');
  if (format === 'v1-analyses')
    return { 'x-parlay-event': event, 'x-parlay-delivery': id, 'x-parlay-signature': signature };
  return {
    'kallglot-signature': signature,
    'kallglot-webhook-id': id,
    'kallglot-retry-count': String(retries),
    'kallglot-original-timestamp': String(Math.floor(createdAtMs / 1000)),
  };
}

async function hmac(key: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text)));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
