import { OpenAPIHono, type RouteConfig, type z } from '@hono/zod-openapi';
import type { Context as HonoContext, Handler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { Fault, type FaultStatus, toFault } from '../domain/errors.ts';
import type { Principal } from '../domain/api-key.ts';
import { describeError } from '../adapters/log.ts';
import type { Deps } from '../services/deps.ts';
import type { KeyedRequest } from '../domain/idempotency.ts';

export interface RouterEnv {
  Bindings: { deps: Deps };
  Variables: { requestId: string; principal: Principal; answerHoldsSecret: boolean; keyed?: KeyedRequest };
}

export type Router = OpenAPIHono<RouterEnv>;

/** How an API words a failure: body and content type, and the status where it is not the fault's own. */
export type Envelope = (
  fault: Fault,
  requestId: string,
  path: string,
) => { body: unknown; contentType: string; status?: FaultStatus };

/** The envelope of a format, whose failures are JSON. */
export function jsonEnvelope(
  renderFault: (fault: Fault, requestId: string) => { status: FaultStatus; body: unknown },
): Envelope {
  return (fault, requestId) => ({ ...renderFault(fault, requestId), contentType: 'application/json' });
}

/** The fault of a part of the request (`query`, `param`, `json`, …) that does not fit its schema. */
export type OnInvalid = (error: z.core.$ZodError, target: string) => Fault;

/** A router that answers every failure in the same envelope. Callers never see the words of an unexpected error. */
export function createRouter(envelope: Envelope, onInvalid: OnInvalid = toFault): Router {
  const router = new OpenAPIHono<RouterEnv>({
    defaultHook: (result) => {
      if (!result.success) throw onInvalid(result.error, result.target);
    },
  });
  router.onError((error, c) => failureResponse(error, c, envelope));
  return router;
}

/** The routers of an API as one. Each keeps its own envelope. */
export function joinRouters(routers: readonly Router[]): Router {
  const joined = new OpenAPIHono<RouterEnv>();
  for (const router of routers) joined.route('/', router);
  return joined;
}

/**
 * Documents and serves a route without validating its request: the handler does that itself. For bodies too large to be
 * read into memory, and for requests that no single schema describes. `aliases` are further paths of the same route.
 */
export function serveUnvalidated<Path extends string>(
  router: Router,
  route: RouteConfig & { getRoutingPath(): Path },
  handler: Handler<RouterEnv, Path>,
  ...aliases: string[]
): void {
  router.openAPIRegistry.registerPath(route);
  const middleware = [route.middleware ?? []].flat();
  router.on([route.method], [route.getRoutingPath(), ...aliases], ...middleware, handler);
}

export function failureResponse(error: Error, c: HonoContext<RouterEnv>, envelope: Envelope): Response {
  const fault = faultOf(error);
  const requestId = c.get('requestId');
  if (fault.code === 'internal_error')
    c.env.deps.log.error('request.failed', { request: requestId, ...describeError(error) });
  const { retry_after_seconds: seconds } = fault.details;
  if (typeof seconds === 'number') c.header('retry-after', `${seconds}`);
  const { body, contentType, status = fault.status } = envelope(fault, requestId, c.req.path);
  return c.body(JSON.stringify(body), status, { 'content-type': contentType });
}

function faultOf(error: Error): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof HTTPException && error.status === 400)
    return new Fault('malformed_json', undefined, {}, error);
  if (error instanceof HTTPException && error.status === 415)
    return new Fault('unsupported_media_type', undefined, {}, error);
  return new Fault('internal_error', undefined, {}, error);
}
