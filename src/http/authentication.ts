import type { Context as HonoContext } from 'hono';
import { createMiddleware } from 'hono/factory';
import { Fault } from '../domain/fault.ts';
import { requireScope } from '../domain/principal.ts';
import { authenticate } from '../services/authenticate.ts';
import type { Context } from '../services/deps.ts';
import { type QuotaKind, takeQuota } from '../services/take-quota.ts';
import { answerOnce } from './idempotency.ts';
import { announceQuota } from './quota-headers.ts';
import type { SurfaceEnv } from './surface.ts';

const READING_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Accepts `Authorization: Bearer <key or token>` and `X-API-Key: <key>`, counts the request, and asks for the least
 * scope that its method needs. A route that needs more says so in its verb. A write is answered once per
 * `Idempotency-Key`.
 */
export const authenticated = guard('requests');

/** The same for routes that submit a call: they have a limit of their own. */
export const authenticatedSubmission = guard('submissions');

function guard(kind: QuotaKind) {
  return createMiddleware<SurfaceEnv>(async (c, next) => {
    const { deps } = c.env;
    const credential = credentialOf(c);
    const principal = await authenticate(deps, credential);
    c.set('principal', principal);
    if (principal.keyId !== null) c.executionCtx.waitUntil(deps.apiKeys.noteUse(principal.keyId));
    const quota = await takeQuota(contextOf(c), kind);
    announceQuota(c, quota, deps.clock.now());
    if (!quota.allowed) throw new Fault('rate_limited', undefined, { limit: quota.limit });
    const reading = READING_METHODS.has(c.req.method);
    requireScope(principal, reading ? 'read' : 'write');
    if (reading) await next();
    else {
      const replayed = await answerOnce(c, credential ?? '', next);
      if (replayed) c.res = replayed;
    }
    announceQuota(c, quota, deps.clock.now());
  });
}

function credentialOf(c: HonoContext<SurfaceEnv>): string | null {
  const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  return bearer ?? c.req.header('x-api-key') ?? null;
}

export function contextOf(c: HonoContext<SurfaceEnv>): Context {
  return { deps: c.env.deps, principal: c.get('principal') };
}
