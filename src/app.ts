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
import { v1Account } from './http/v1-account/surface.ts';
import { v1Batches } from './http/v1-batches/surface.ts';
import { v1Submissions } from './http/v1-submissions/surface.ts';
import { v1Configuration } from './http/v1-configuration/surface.ts';
import { v1ApiKeys } from './http/v1-api-keys/surface.ts';
import { v1Sessions } from './http/v1-sessions/surface.ts';
import { v1Reports } from './http/v1-reports/surface.ts';
import { v1Uploads } from './http/v1-uploads/surface.ts';
import { v1Usage } from './http/v1-usage/surface.ts';
import { v1Webhooks } from './http/v1-webhooks/surface.ts';

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
  app.route('/', v1Sessions);
  app.route('/', apiV1Analysis);
  app.route('/', apiV1PublicRecordings);
  app.route('/', v1Account);
  app.route('/', v1Batches);
  app.route('/', v1Submissions);
  app.route('/', v1ApiKeys);
  app.route('/', v1Configuration);
  app.route('/', v1Reports);
  app.route('/', v1Uploads);
  app.route('/', v1Usage);
  app.route('/', v1Webhooks);
  app.route('/', docs);
  serveOpenApi(app);
  return app;
}
