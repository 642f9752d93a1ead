import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { ApiKeyDirectory } from '../adapters/cache/api-key-directory.ts';
import type { Clock } from '../adapters/clock.ts';
import { hasChecksum, sha256Hex } from '../adapters/crypto/digest.ts';
import { networkOf } from '../adapters/http-client/url-policy.ts';
import { type ApiKey, type Principal, toPrincipal } from '../domain/api-key.ts';
import { Fault } from '../domain/errors.ts';
import { type RateLimit, type RateLimitKind, windowEnd } from '../domain/rate-limit.ts';
import type { Context, Deps } from './deps.ts';

/** Every JSON Web Token begins with `{"` in base64url. No API key does. */
const TOKEN_START = 'eyJ';

/**
 * Finds out on whose behalf a request acts. `credential` is an API key or, where the deployment trusts an issuer, a
 * JSON Web Token; `address` is where the request came from. A text that cannot be a key costs no look-up. Throws
 * `authentication_required`, `rate_limited`, and the faults of `toPrincipal` and `TokenVerifier`.
 */
export async function authenticate(
  deps: Deps,
  credential: string | null,
  address: string,
): Promise<Principal> {
  if (credential === null) throw new Fault('authentication_required');
  if (credential.startsWith(TOKEN_START)) return tokenPrincipal(deps, credential);
  if (!(await hasChecksum(credential))) throw new Fault('invalid_api_key');
  return toPrincipal(await findKey(deps, await sha256Hex(credential), address), deps.clock.now());
}

/** Look-ups of keys that turn out unknown, per minute and address. */
const UNKNOWN_PER_MINUTE = 30;

/** Once an address has shown too many unknown keys, only keys that worked before are looked up for it in this minute. */
async function findKey(
  { apiKeyDirectory, clock, rateLimiter }: Deps,
  hash: string,
  address: string,
): Promise<ApiKey | null> {
  const bucket = `unknown:${networkOf(address)}`;
  const tooMany = () => {
    const seconds = Math.ceil((windowEnd(clock.now()) - clock.now()) / 1000);
    return new Fault('rate_limited', undefined, { limit: UNKNOWN_PER_MINUTE, retry_after_seconds: seconds });
  };
  if (rateLimiter.isSpent(bucket) && !apiKeyDirectory.isFamiliar(hash)) throw tooMany();
  const key = await apiKeyDirectory.find(hash);
  if (key === null && !(await rateLimiter.take(bucket, UNKNOWN_PER_MINUTE)).allowed) throw tooMany();
  return key;
}

async function tokenPrincipal({ tokens, accountExists }: Deps, token: string): Promise<Principal> {
  if (tokens === null) throw new Fault('invalid_token', 'Tokens are not accepted here. Send an API key.');
  const claims = await tokens.verify(token);
  if (!(await accountExists(claims.accountId))) {
    throw new Fault('invalid_token', undefined, { reason: 'claims', claim: 'account_id' });
  }
  return { ...claims, keyId: null };
}

/** What the right to listen depends on, without the credential: a socket has it while its object sleeps. */
const Grant = z.strictObject({
  /** Hex SHA-256 of an API key. */
  keyHash: z.string().nullable(),
  /** When a token expires, milliseconds since 1970. */
  expiresAt: z.number().nullable(),
});

/** The grant of a credential that `authenticate` accepted, as text of at most 256 characters. */
export async function grantOf(credential: string | null): Promise<string> {
  const isToken = credential?.startsWith(TOKEN_START);
  const { exp = null } = credential !== null && isToken ? decodeJwt(credential) : {};
  const grant: z.infer<typeof Grant> = {
    keyHash: credential === null || isToken ? null : await sha256Hex(credential),
    expiresAt: exp === null ? null : exp * 1000,
  };
  return JSON.stringify(grant);
}

/** Whether the credential of a grant would still be accepted. */
export async function isGranted(
  { apiKeyDirectory, clock }: { clock: Clock; apiKeyDirectory: Pick<ApiKeyDirectory, 'findNow'> },
  text: string,
): Promise<boolean> {
  const { keyHash, expiresAt } = Grant.parse(JSON.parse(text));
  const now = clock.now();
  if (expiresAt !== null && expiresAt <= now) return false;
  if (keyHash === null) return true;
  const key = await apiKeyDirectory.findNow(keyHash);
  const isAfter = (end: number | null | undefined) => end === null || (end !== undefined && end > now);
  return isAfter(key?.revokedAt) && isAfter(key?.expiresAt);
}

/** Counts a request against its key; the tokens of an account count together, live and test apart. */
export function countRequest({ deps, principal }: Context, kind: RateLimitKind): Promise<RateLimit> {
  const { accountId, livemode, keyId } = principal;
  const holder = keyId ?? `tokens:${accountId}:${livemode ? 'live' : 'test'}`;
  return deps.rateLimiter.take(`${kind}:${holder}`, deps.limitsPerMinute[kind]);
}
