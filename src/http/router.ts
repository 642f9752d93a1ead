import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { describeError } from '../adapters/log.ts';
import type { Principal } from '../domain/api-key.ts';
import { Fault, type FaultStatus } from '../domain/errors.ts';
import type { Deps } from '../services/deps.ts';
import { toFault } from './validation.ts';

export interface RouterEnv {
  Bindings: { deps: Deps };
  Variables: { requestId: string; principal: Principal; answerHoldsSecret: boolean };
}

/** How a surface words a failure: its body and content type, and its status where that is not the fault's own. */
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

/** How a surface reads a failed validation of a part of the request: `query`, `param`, `json`, … */
type OnInvalid = (error: z.core.$ZodError, target: string) => Fault;

/** A router whose every failure leaves in the same envelope. Strangers never see an unexpected error's words. */
export function createRouter(envelope: Envelope, onInvalid: OnInvalid = toFault): OpenAPIHono<RouterEnv> {
  const app = new OpenAPIHono<RouterEnv>({
    defaultHook: (result) => {
      if (!result.success) throw onInvalid(result.error, result.target);
    },
  });
  app.onError((error, c) => failureResponse(error, c, envelope));
  return app;
}

export function failureResponse(error: Error, c: HonoContext<RouterEnv>, envelope: Envelope): Response {
  const fault = faultOf(error);
  const requestId = c.get('requestId');
  if (fault.code === 'internal_error')
    c.env.deps.log.error('request.failed', { request: requestId, ...describeError(error) });
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
