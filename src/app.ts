import { OpenAPIHono } from '@hono/zod-openapi';
import { Fault } from './domain/errors.ts';
import { apiV1Analysis } from './http/api-v1-analysis/analysis.ts';
import { apiV1PublicRecordings } from './http/api-v1-public-recordings/recordings.ts';
import { serveOpenApi } from './http/openapi/document.ts';
import { docs } from './http/openapi/pages.ts';
import { renderProblem } from './http/responses.ts';
import { failureResponse, type RouterEnv } from './http/router.ts';
import { v1Analyses } from './http/v1-analyses/router.ts';
import { sessionAnalysisRouter } from './http/v1-analysis/analysis.ts';
import { sessionsRouter } from './http/v1-analysis/sessions.ts';
import { accountRouter } from './http/v1/account.ts';
import { agentReportsRouter } from './http/v1/agent-reports.ts';
import { apiKeysRouter } from './http/v1/api-keys.ts';
import { batchesRouter } from './http/v1/batches.ts';
import { configurationRouter } from './http/v1/configuration/router.ts';
import { submissionsRouter } from './http/v1/submissions.ts';
import { uploadsRouter } from './http/v1/uploads.ts';
import { usageRouter } from './http/v1/usage.ts';
import { webhooksRouter } from './http/v1/webhook-router.ts';

/** Mounts the surfaces. Each answers failures in its own envelope; outside them, problem details. */
export function createApp(): OpenAPIHono<RouterEnv> {
  const app = new OpenAPIHono<RouterEnv>();
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
  app.route('/', sessionAnalysisRouter);
  app.route('/', sessionsRouter);
  app.route('/', apiV1Analysis);
  app.route('/', apiV1PublicRecordings);
  app.route('/', accountRouter);
  app.route('/', batchesRouter);
  app.route('/', submissionsRouter);
  app.route('/', apiKeysRouter);
  app.route('/', configurationRouter);
  app.route('/', agentReportsRouter);
  app.route('/', uploadsRouter);
  app.route('/', usageRouter);
  app.route('/', webhooksRouter);
  app.route('/', docs);
  serveOpenApi(app);
  return app;
}
