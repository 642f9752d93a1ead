import type { SignedCallback } from '../../domain/delivery.ts';
import { fromBase64, hmacSha256, toBase64, toHex } from './digest.ts';

const SECRET_PREFIX = 'whsec_';
/** As long as the SHA-256 of the signature. Standard Webhooks asks for 24 to 64 bytes. */
export const WEBHOOK_SECRET_BYTES = 32;

/** A callback before it is signed; its `id` is the same in all attempts. */
export interface CallbackMessage extends Omit<SignedCallback, 'signature'> {
  readonly body: string;
  /** When this attempt is made, seconds since 1970-01-01 UTC. */
  readonly timestampSeconds: number;
}

export function formatWebhookSecret(bytes: Uint8Array): string {
  return SECRET_PREFIX + toBase64(bytes);
}

/**
 * The headers of a callback, signed with every valid secret, newest first. `webhook-signature` is that of Standard Webhooks 1.0,
 * whose key is the decoded text after `whsec_`. `formatHeaders` writes those of the format's own service, with a signature whose
 * key is the text of the secret: `t=<seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`.
 */
export async function signedHeaders(
  message: CallbackMessage,
  secrets: readonly string[],
  formatHeaders: ((callback: SignedCallback) => Record<string, string>) | null,
): Promise<Record<string, string>> {
  const { id, body, event, timestampSeconds } = message;
  const keys = secrets.map((secret) => fromBase64(secret.slice(SECRET_PREFIX.length)));
  const signatures = await Promise.all(
    keys.map((key) => hmacSha256(key, `${id}.${timestampSeconds}.${body}`)),
  );
  return {
    'content-type': 'application/json',
    'user-agent': 'Debrief-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signatures.map((bytes) => `v1,${toBase64(bytes)}`).join(' '),
    'x-debrief-event': event,
    ...formatHeaders?.({ ...message, signature: await timestampedSignature(message, secrets) }),
  };
}

async function timestampedSignature(
  { body, timestampSeconds }: CallbackMessage,
  secrets: readonly string[],
): Promise<string> {
  const keys = secrets.map((secret) => Uint8Array.from(new TextEncoder().encode(secret)));
  const signatures = await Promise.all(keys.map((key) => hmacSha256(key, `${timestampSeconds}.${body}`)));
  return [`t=${timestampSeconds}`, ...signatures.map((bytes) => `v1=${toHex(bytes)}`)].join(',');
}
