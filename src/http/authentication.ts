import type { Context as HonoContext } from 'hono';
import { createMiddleware } from 'hono/factory';
import { credentialOf, requireScope, type Scope } from '../domain/api-key.ts';
import { Fault } from '../domain/errors.ts';
import type { RateLimit, RateLimitKind } from '../domain/rate-limit.ts';
import { authenticate, countRequest } from '../services/authenticate.ts';
import type { Context } from '../services/deps.ts';
import { admitBody, type BodyKind } from './body-limits.ts';
import { answerOnce } from './idempotency.ts';
import type { RouterEnv } from './router.ts';

const READ_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Accepts `Authorization: Bearer <key or token>` and `X-API-Key: <key>`, counts the request, and requires `read` or
 * `write` by its method; a verb that needs another scope checks it. A write is answered once per `Idempotency-Key`.
 */
export const authenticated = createGuard('requests', 'settings');

/** The same for texts of an account, which are larger. */
export const authenticatedConfiguration = createGuard('requests', 'configuration');

/** The same for a part of an upload. */
export const authenticatedPart = createGuard('requests', 'part');

/** The same for routes that submit a call: they have a limit of their own. */
export const authenticatedSubmission = createGuard('submissions', 'submission');
export const authenticatedRecording = createGuard('submissions', 'recording');
export const authenticatedBatch = createGuard('submissions', 'batch');

function createGuard(kind: RateLimitKind, body: BodyKind) {
  return createMiddleware<RouterEnv>(async (c, next) => {
    const { deps } = c.env;
    const credential = credentialOf(c.req.raw.headers);
    const principal = { ...(await authenticate(deps, credential, addressOf(c))), needed: new Set<Scope>() };
    c.set('principal', principal);
    if (principal.keyId !== null) c.executionCtx.waitUntil(deps.apiKeyDirectory.recordUse(principal.keyId));
    const rateLimit = await countRequest(contextOf(c), kind);
    setRateLimitHeaders(c, rateLimit, deps.clock.now());
    if (!rateLimit.allowed) throw new Fault('rate_limited', undefined, { limit: rateLimit.limit });
    const isRead = READ_METHODS.has(c.req.method);
    requireScope(principal, isRead ? 'read' : 'write');
    if (isRead) await next();
    else {
      await admitBody(c, body);
      const replayed = await answerOnce(c, credential ?? '', next);
      if (replayed) c.res = replayed;
    }
    setRateLimitHeaders(c, rateLimit, deps.clock.now());
  });
}

/** Set by the platform; empty where the Worker is reached directly. */
function addressOf(c: HonoContext<RouterEnv>): string {
  return c.req.header('cf-connecting-ip') ?? '';
}

export function contextOf(c: HonoContext<RouterEnv>): Context {
  return { deps: c.env.deps, principal: c.get('principal'), keyed: c.get('keyed') };
}

/** Sets `X-RateLimit-*` (reset: unix seconds) and, on a refusal, `Retry-After` (seconds), unless they are there. */
function setRateLimitHeaders(c: HonoContext, rateLimit: RateLimit, nowMs: number): void {
  if (c.finalized && c.res.headers.has('x-ratelimit-limit')) return;
  c.header('x-ratelimit-limit', `${rateLimit.limit}`);
  c.header('x-ratelimit-remaining', `${rateLimit.remaining}`);
  c.header('x-ratelimit-reset', `${Math.ceil(rateLimit.resetsAt / 1000)}`);
  if (!rateLimit.allowed)
    c.header('retry-after', `${Math.max(1, Math.ceil((rateLimit.resetsAt - nowMs) / 1000))}`);
}
