import type { SignedCallback } from '../../domain/delivery.ts';

const SECRET_PREFIX = 'whsec_';
/** Length of the hash. Standard Webhooks asks for 24 to 64 bytes. */
export const WEBHOOK_SECRET_BYTES = 32;

/** A callback before it is signed; its `id` is the same in all attempts. */
export interface CallbackMessage extends Omit<SignedCallback, 'signature'> {
  readonly body: string;
  /** Of this attempt, seconds since 1970-01-01 UTC. */
  readonly timestampSeconds: number;
}

export function formatWebhookSecret(bytes: Uint8Array): string {
  return SECRET_PREFIX + btoa(String.fromCharCode(...bytes));
}

/**
 * The headers of a callback. Signed with every secret that is valid, newest first: `webhook-signature` by Standard
 * Webhooks 1.0 (the key is what follows `whsec_`, decoded). `formatHeaders` writes those of the format's own service, with
 * a signature whose key is the text of the secret.
 */
export async function signedHeaders(
  message: CallbackMessage,
  secrets: readonly string[],
  formatHeaders: (callback: SignedCallback) => Record<string, string>,
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
    ...formatHeaders({ ...message, signature: await timestampedSignature(message, secrets) }),
  };
}

async function timestampedSignature(
  { body, timestampSeconds }: CallbackMessage,
  secrets: readonly string[],
): Promise<string> {
  const keys = secrets.map((secret) => Uint8Array.from(new TextEncoder().encode(secret)));
  const signatures = await Promise.all(keys.map((key) => hmac(key, `${timestampSeconds}.${body}`)));
  return [`t=${timestampSeconds}`, ...signatures.map((bytes) => `v1=${toHex(bytes)}`)].join(',');
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
