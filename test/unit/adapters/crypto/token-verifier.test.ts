import {
  createRemoteJWKSet,
  customFetch,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type GenerateKeyPairResult,
  type CryptoKey as JoseKey,
  SignJWT,
} from 'jose';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createTokenVerifier, type TokenTrust } from '../../../../src/adapters/crypto/token-verifier.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const NOW_SECONDS = NOW / 1000;
const secret = new TextEncoder().encode('a shared secret of at least 32 bytes');
const clock = { now: () => NOW };
const log = { info: vi.fn(), error: vi.fn() };
const issuer = 'https://login.acme.test';
const audience = 'debrief';
const claims = { account_id: 'acc_1', scope: 'read write', livemode: true };

let rsa: GenerateKeyPairResult;
let curve: GenerateKeyPairResult;
let served: Record<string, unknown>;
beforeAll(async () => {
  [rsa, curve] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('ES256', { extractable: true }),
  ]);
  const keys = await Promise.all([exportJWK(rsa.publicKey), exportJWK(curve.publicKey)]);
  served = { keys: keys.map((key, at) => ({ ...key, kid: ['rsa', 'curve'][at] })) };
});

function signed(
  payload: Record<string, unknown>,
  key: JoseKey | Uint8Array = secret,
  header: { alg: string; kid?: string } = { alg: 'HS256' },
): Promise<string> {
  const standard = { iss: issuer, aud: audience, exp: NOW_SECONDS + 300 };
  return new SignJWT({ ...standard, ...payload }).setProtectedHeader(header).sign(key);
}

function verifier(trust: Partial<TokenTrust> = { secret }) {
  return createTokenVerifier({ issuer, audience, secret: null, keySet: null, ...trust }, clock, log);
}

function withKeySet(fetchKeys = vi.fn(async () => Response.json(served))) {
  const keySet = createRemoteJWKSet(new URL(`${issuer}/jwks`), { [customFetch]: fetchKeys });
  return { fetchKeys, tokens: verifier({ keySet }) };
}

const code = (expected: string, details: Record<string, unknown> = {}) =>
  expect.objectContaining({ code: expected, details: expect.objectContaining(details) });

describe('a token by a shared secret', () => {
  it('says account, mode and scopes', async () => {
    expect(await verifier().verify(await signed(claims))).toEqual({
      accountId: 'acc_1',
      livemode: true,
      scopes: ['read', 'write'],
    });
  });

  it('names its account by the subject where there is no account_id, and is test and without scope by default', async () => {
    const { accountId, livemode, scopes } = await verifier().verify(await signed({ sub: 'acc_2' }));
    expect({ accountId, livemode, scopes: scopes.filter(Boolean) }).toEqual({
      accountId: 'acc_2',
      livemode: false,
      scopes: [],
    });
  });

  it.each([
    ['expired for a minute', -60, 'token_expired'],
    ['expired for less', -59, null],
  ])('that is %s is judged with 60 s of clock skew', async (_name, seconds, fault) => {
    const verdict = verifier().verify(await signed({ ...claims, exp: NOW_SECONDS + seconds }));
    if (fault) await expect(verdict).rejects.toEqual(code(fault));
    else expect((await verdict).accountId).toBe('acc_1');
  });

  it.each([
    ['has no expiry', { exp: undefined }, 'exp'],
    ['is for another audience', { aud: 'somebody else' }, 'aud'],
    ['is by another issuer', { iss: 'https://evil.test' }, 'iss'],
    ['is not valid yet', { nbf: NOW_SECONDS + 61 }, 'nbf'],
  ])('that %s is refused, naming the claim', async (_name, change, claim) => {
    await expect(verifier().verify(await signed({ ...claims, ...change }))).rejects.toEqual(
      code('invalid_token', { claim }),
    );
  });

  it.each([
    ['names no account', { account_id: undefined }],
    ['has a mode that is none', { livemode: 'yes' }],
    ['has scopes that are no text', { scope: ['read'] }],
  ])('that %s is refused', async (_name, change) => {
    await expect(verifier().verify(await signed({ ...claims, ...change }))).rejects.toEqual(
      code('invalid_token', { reason: 'claims' }),
    );
  });

  it('is refused where it was signed with another secret, changed, or is none', async () => {
    const token = await signed(claims);
    const [header, , signature] = token.split('.');
    const forged = `${header}.${btoa(JSON.stringify({ ...claims, account_id: 'acc_9' }))}.${signature}`;
    const other = await signed(claims, new TextEncoder().encode('another secret of at least 32 bytes'));
    for (const bad of [forged, other, 'eyJ', 'eyJhbGciOiJIUzI1NiJ9.e30', `${token}x`])
      await expect(verifier().verify(bad)).rejects.toEqual(code('invalid_token'));
  });
});

describe('a token by a key of the issuer', () => {
  it('may be signed by RSA or an elliptic curve; the keys are fetched once', async () => {
    const { tokens, fetchKeys } = withKeySet();
    const byRsa = await signed(claims, rsa.privateKey, { alg: 'RS256', kid: 'rsa' });
    const byCurve = await signed(claims, curve.privateKey, { alg: 'ES256', kid: 'curve' });
    for (const token of [byRsa, byCurve, byRsa])
      expect(await tokens.verify(token)).toMatchObject({ accountId: 'acc_1' });
    expect(fetchKeys).toHaveBeenCalledTimes(1);
  });

  it('is refused where the issuer has no such key', async () => {
    const stranger = await generateKeyPair('RS256');
    const { tokens } = withKeySet();
    for (const kid of ['rsa', 'unknown']) {
      const token = await signed(claims, stranger.privateKey, { alg: 'RS256', kid });
      await expect(tokens.verify(token)).rejects.toEqual(code('invalid_token'));
    }
  });

  it('is not judged while the keys cannot be fetched, and the log says why', async () => {
    const away = vi.fn(async () => new Response('gone', { status: 503 }));
    const broken = vi.fn(async () => Response.json({ keys: 'none' }));
    const unreachable = vi.fn(async () => Promise.reject(new TypeError('fetch failed')));
    const token = await signed(claims, rsa.privateKey, { alg: 'RS256', kid: 'rsa' });
    for (const fetchKeys of [away, broken, unreachable]) {
      await expect(withKeySet(fetchKeys).tokens.verify(token)).rejects.toEqual(
        code('token_keys_unavailable'),
      );
      expect(log.error).toHaveBeenLastCalledWith('token.keys_unavailable', expect.anything());
    }
  });
});

describe('an algorithm', () => {
  it('is not taken over from the token: a public key is no shared secret', async () => {
    const publicKey = new TextEncoder().encode(await exportSPKI(rsa.publicKey));
    const confused = await signed(claims, publicKey, { alg: 'HS256', kid: 'rsa' });
    const { tokens, fetchKeys } = withKeySet();
    await expect(tokens.verify(confused)).rejects.toEqual(code('invalid_token', { reason: 'algorithm' }));
    expect(fetchKeys).not.toHaveBeenCalled();
  });

  it('that is none, or not expected here, is refused', async () => {
    const none = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(claims))}.`;
    const longer = await signed(claims, secret, { alg: 'HS512' });
    const byRsa = await signed(claims, rsa.privateKey, { alg: 'RS256' });
    for (const token of [none, longer, byRsa])
      await expect(verifier().verify(token)).rejects.toEqual(code('invalid_token', { reason: 'algorithm' }));
  });
});
