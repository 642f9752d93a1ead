import { OpenAPIHono } from '@hono/zod-openapi';
import { Fault } from './domain/fault.ts';
import { renderProblem } from './http/problem.ts';
import { failureResponse, type SurfaceEnv } from './http/surface.ts';
import { v1Analyses } from './http/v1-analyses/surface.ts';

/** Mounts the surfaces. Each answers failures in its own envelope; outside them, problem details. */
export function createApp(): OpenAPIHono<SurfaceEnv> {
  const app = new OpenAPIHono<SurfaceEnv>();
  app.use(async (c, next) => {
    const requestId = `req_${crypto.randomUUID()}`;
    c.set('requestId', requestId);
    await next();
    c.header('x-request-id', requestId);
  });
  app.onError((error, c) => failureResponse(error, c, renderProblem));
  app.notFound((c) =>
    failureResponse(new Fault('route_not_found', undefined, { path: c.req.path }), c, renderProblem),
  );
  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.route('/', v1Analyses);
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
  });
  app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Debrief', version: '1' } });
  return app;
}
