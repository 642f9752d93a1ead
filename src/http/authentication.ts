import { createMiddleware } from 'hono/factory';
import { authenticate } from '../services/authenticate.ts';
import type { Context } from '../services/deps.ts';
import type { SurfaceEnv } from './surface.ts';
import type { Context as HonoContext } from 'hono';

/** Accepts `Authorization: Bearer <key>` and `X-API-Key: <key>` on every route that asks for it. */
export const authenticated = createMiddleware<SurfaceEnv>(async (c, next) => {
  const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  const principal = await authenticate(c.env.deps, bearer ?? c.req.header('x-api-key') ?? null);
  c.set('principal', principal);
  await next();
});

export function contextOf(c: HonoContext<SurfaceEnv>): Context {
  return { deps: c.env.deps, principal: c.get('principal') };
}
