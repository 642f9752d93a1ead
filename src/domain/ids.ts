/** What ids of each kind begin with, as callers see them. */
export const ID_PREFIX = {
  analysis: 'ana_',
  apiKey: 'key_',
  batch: 'batch_',
  delivery: 'msg_',
  session: 'sess_',
  upload: 'upl_',
  webhook: 'wh_',
  webhookTest: 'test_',
} as const;

/** Crockford's base 32: no I, L, O, U. Source: https://www.crockford.com/base32.html */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ENCODED_LENGTH = 26;
const HIGHEST = 1n << 128n;

/** A UUID as `prefix` and 26 characters, in the same order as the UUIDs. `prefixedToUuid` is its inverse. */
export function uuidToPrefixed(prefix: string, uuid: string): string {
  let value = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let encoded = '';
  for (let at = 0; at < ENCODED_LENGTH; at += 1) {
    encoded = ALPHABET.charAt(Number(value % 32n)) + encoded;
    value /= 32n;
  }
  return prefix + encoded;
}

/** The UUID in `prefix` and 26 characters of either case; `null` where it is not one. */
export function prefixedToUuid(prefix: string, id: string): string | null {
  if (!id.startsWith(prefix) || id.length !== prefix.length + ENCODED_LENGTH) return null;
  let value = 0n;
  for (const character of id.slice(prefix.length).toUpperCase()) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return null;
    value = value * 32n + BigInt(digit);
  }
  if (value >= HIGHEST) return null;
  const hex = value.toString(16).padStart(32, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
