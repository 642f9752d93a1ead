import { OpenAPIHono } from '@hono/zod-openapi';
import { Fault } from './domain/fault.ts';
import { serveOpenApi } from './http/docs/openapi.ts';
import { docs } from './http/docs/surface.ts';
import { renderProblem } from './http/problem.ts';
import { apiV1Analysis } from './http/api-v1-analysis/surface.ts';
import { apiV1PublicRecordings } from './http/api-v1-public-recordings/surface.ts';
import { failureResponse, type SurfaceEnv } from './http/surface.ts';
import { v1Analysis } from './http/v1-analysis/surface.ts';
import { v1Analyses } from './http/v1-analyses/surface.ts';
import { v1ApiKeys } from './http/v1-api-keys/surface.ts';
import { v1Reports } from './http/v1-reports/surface.ts';
import { v1Usage } from './http/v1-usage/surface.ts';

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
  app.route('/', v1Analysis);
  app.route('/', apiV1Analysis);
  app.route('/', apiV1PublicRecordings);
  app.route('/', v1ApiKeys);
  app.route('/', v1Reports);
  app.route('/', v1Usage);
  app.route('/', docs);
  serveOpenApi(app);
  return app;
}
