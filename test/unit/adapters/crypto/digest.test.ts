import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { formatKey, hasChecksum } from '../../../../src/adapters/crypto/digest.ts';

const key = await formatKey(
  true,
  new Uint8Array(32).map((_, at) => at * 7),
);

describe('a key', () => {
  it('ends in the start of the SHA-256 of what is before, as base64url', () => {
    const hash = createHash('sha256').update(key.slice(0, -6)).digest('base64url');
    expect(key).toMatch(/^sk_live_[\w-]{49}$/);
    expect(key.slice(-6)).toBe(hash.slice(0, 6));
  });

  it('is told from every text that differs in one character, offline', async () => {
    expect(await hasChecksum(key)).toBe(true);
    for (const at of key.split('').keys()) {
      const other = key[at] === 'x' ? 'y' : 'x';
      expect(await hasChecksum(key.slice(0, at) + other + key.slice(at + 1)), `${at}`).toBe(false);
    }
  });

  it.each([
    '',
    'sk_live_',
    key.slice(0, -1),
    `${key}x`,
    ` ${key}`,
    `${key}\n`,
    key.repeat(1000),
    'sk_prod_x',
  ])('is not %j', async (text) => {
    expect(await hasChecksum(text)).toBe(false);
  });
});
