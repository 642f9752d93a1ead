import type { RateLimit, RateLimitKind } from '../domain/rate-limit.ts';
import type { Context } from './deps.ts';

/** Counts a request against its key; the tokens of an account count together, live and test apart. */
export function countRequest({ deps, principal }: Context, kind: RateLimitKind): Promise<RateLimit> {
  const { accountId, livemode, keyId } = principal;
  const holder = keyId ?? `tokens:${accountId}:${livemode ? 'live' : 'test'}`;
  return deps.rateLimiter.take(`${kind}:${holder}`, deps.limitsPerMinute[kind]);
}
