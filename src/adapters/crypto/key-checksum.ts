import { sha256, toBase64 } from './digest.ts';

const CHECKSUM_LENGTH = 6;
const FORM = /^sk_(?:live|test)_[A-Za-z0-9_-]{16,100}$/;

/**
 * Whether this could be a key: its last six characters are the checksum of those before. What was mistyped, cut off or made
 * up is refused here, and nobody is asked.
 */
export async function hasChecksum(key: string): Promise<boolean> {
  const end = key.length - CHECKSUM_LENGTH;
  return FORM.test(key) && key.slice(end) === (await checksumOf(key.slice(0, end)));
}

/** The first characters of the SHA-256 of the text, as base64url. Anybody can make one: it proves nothing. */
export async function checksumOf(text: string): Promise<string> {
  return toBase64Url(await sha256(text)).slice(0, CHECKSUM_LENGTH);
}

/** `sk_live_` or `sk_test_`, 32 random bytes as 43 characters of base64url, and the checksum of both. */
export async function formatKey(livemode: boolean, secret: Uint8Array): Promise<string> {
  const text = `sk_${livemode ? 'live' : 'test'}_${toBase64Url(secret)}`;
  return text + (await checksumOf(text));
}

function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
