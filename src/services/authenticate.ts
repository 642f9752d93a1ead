import { sha256Hex } from '../adapters/crypto/digest.ts';
import { type Principal, toPrincipal } from '../domain/api-key.ts';
import { Fault } from '../domain/errors.ts';
import type { RateLimit, RateLimitKind } from '../domain/rate-limit.ts';
import type { Context, Deps } from './deps.ts';

/** Every JSON Web Token begins with `{"` in base64url. No API key does. */
const TOKEN_START = 'eyJ';

/**
 * Finds out on whose behalf a request acts. `credential` is an API key or, where the deployment trusts an issuer, a
 * JSON Web Token. Throws `authentication_required` and the faults of `toPrincipal` and `TokenVerifier`.
 */
export async function authenticate(deps: Deps, credential: string | null): Promise<Principal> {
  if (credential === null) throw new Fault('authentication_required');
  if (credential.startsWith(TOKEN_START)) return tokenPrincipal(deps, credential);
  return toPrincipal(await deps.apiKeyDirectory.find(await sha256Hex(credential)), deps.clock.now());
}

async function tokenPrincipal({ tokens, accountExists }: Deps, token: string): Promise<Principal> {
  if (tokens === null) throw new Fault('invalid_token', 'Tokens are not accepted here. Send an API key.');
  const claims = await tokens.verify(token);
  if (!(await accountExists(claims.accountId))) {
    throw new Fault('invalid_token', undefined, { reason: 'claims', claim: 'account_id' });
  }
  return { ...claims, keyId: null };
}

/** Counts a request against its key; the tokens of an account count together, live and test apart. */
export function countRequest({ deps, principal }: Context, kind: RateLimitKind): Promise<RateLimit> {
  const { accountId, livemode, keyId } = principal;
  const holder = keyId ?? `tokens:${accountId}:${livemode ? 'live' : 'test'}`;
  return deps.rateLimiter.take(`${kind}:${holder}`, deps.limitsPerMinute[kind]);
}
