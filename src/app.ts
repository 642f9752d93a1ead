import { OpenAPIHono } from '@hono/zod-openapi';
import { Fault } from './domain/errors.ts';
import { analysisEntriesRouter, billingRouter } from './http/api-v1-analysis/analysis.ts';
import { recordingsRouter } from './http/api-v1-public-recordings/recordings.ts';
import { resultsRouter } from './http/api-v1-public-recordings/results.ts';
import { serveOpenApi } from './http/openapi/document.ts';
import { docsRouter } from './http/openapi/pages.ts';
import { problemEnvelope } from './http/responses.ts';
import { failureResponse, type RouterEnv } from './http/router.ts';
import { v1AnalysesRouter } from './http/v1-analyses/router.ts';
import { sessionAnalysisRouter } from './http/v1-analysis/analysis.ts';
import { sessionsRouter } from './http/v1-analysis/sessions.ts';
import { v1Router } from './http/v1/router.ts';

/** Mounts the APIs. Each answers failures in its own envelope; outside them, problem details. */
export function createApp(): OpenAPIHono<RouterEnv> {
  const app = new OpenAPIHono<RouterEnv>();
  app.use(async (c, next) => {
    const requestId = `req_${crypto.randomUUID()}`;
    c.set('requestId', requestId);
    await next();
    c.header('x-request-id', requestId);
  });
  app.onError((error, c) => failureResponse(error, c, problemEnvelope));
  app.notFound((c) =>
    failureResponse(new Fault('route_not_found', undefined, { path: c.req.path }), c, problemEnvelope),
  );
  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.route('/', v1AnalysesRouter);
  app.route('/', sessionAnalysisRouter);
  app.route('/', sessionsRouter);
  app.route('/', analysisEntriesRouter);
  app.route('/', billingRouter);
  app.route('/', recordingsRouter);
  app.route('/', resultsRouter);
  app.route('/', v1Router);
  app.route('/', docsRouter);
  serveOpenApi(app);
  return app;
}
