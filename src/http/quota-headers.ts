import type { Context as HonoContext } from 'hono';
import type { Quota } from '../domain/quota.ts';

/** Sets `X-RateLimit-*` (reset: unix seconds) and, on a refusal, `Retry-After` (seconds), unless they are there. */
export function announceQuota(c: HonoContext, quota: Quota, nowMs: number): void {
  if (c.finalized && c.res.headers.has('x-ratelimit-limit')) return;
  c.header('x-ratelimit-limit', `${quota.limit}`);
  c.header('x-ratelimit-remaining', `${quota.remaining}`);
  c.header('x-ratelimit-reset', `${Math.ceil(quota.resetsAt / 1000)}`);
  if (!quota.allowed) c.header('retry-after', `${Math.max(1, Math.ceil((quota.resetsAt - nowMs) / 1000))}`);
}
