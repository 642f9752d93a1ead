import type { RateLimit } from '../domain/rate-limit.ts';
import type { Context } from './deps.ts';

/** Submissions, which cost, have a limit of their own and do not count as other requests. */
export type QuotaKind = 'requests' | 'submissions';

/** Counts a request against its key; the tokens of an account count together, live and test apart. */
export function takeQuota({ deps, principal }: Context, kind: QuotaKind): Promise<RateLimit> {
  const { accountId, livemode, keyId } = principal;
  const holder = keyId ?? `tokens:${accountId}:${livemode ? 'live' : 'test'}`;
  return deps.rateLimiter.take(`${kind}:${holder}`, deps.limitsPerMinute[kind]);
}
