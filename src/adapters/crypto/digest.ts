/** Lower-case hex SHA-256 of the UTF-8 bytes of `text`. */
export async function sha256Hex(text: string): Promise<string> {
  return toHex(await sha256(text));
}

/** The same UUID for the same text: made of its SHA-256. */
export async function namedUuid(text: string): Promise<string> {
  return toUuid(await sha256(text));
}

/** A UUID of version 8 with the first 16 of these bytes. Source: RFC 9562, section 5.8. */
export function toUuid(hash: Uint8Array): string {
  const bytes = hash.slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** HMAC-SHA-256 of the UTF-8 bytes of `text`. */
export async function hmacSha256(key: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text)));
}

/** Two lower-case digits for each byte. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Throws where `text` is not base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** SHA-256 of the UTF-8 bytes of `text`. */
/** The pieces as one. */
export function joinedBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}

export async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

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
