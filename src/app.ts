import { OpenAPIHono } from '@hono/zod-openapi';
import { Fault, shown } from './domain/errors.ts';
import { analysisEntriesRouter } from './http/api-v1-analysis/analysis.ts';
import { recordingsRouter } from './http/api-v1-public-recordings/recordings.ts';
import { discardBody } from './http/body-limits.ts';
import { serveOpenApi } from './http/openapi/document.ts';
import { docsRouter } from './http/openapi/pages.ts';
import { problemEnvelope } from './http/responses.ts';
import { failureResponse, joinRouters, type RouterEnv } from './http/router.ts';
import { analysisRouter } from './http/v1-analyses/analysis.ts';
import { audioRouter } from './http/v1-analyses/audio.ts';
import { lifecycleRouter } from './http/v1-analyses/lifecycle.ts';
import { listRouter } from './http/v1-analyses/list.ts';
import { reportsRouter } from './http/v1-analyses/reports.ts';
import { submitRouter } from './http/v1-analyses/submit.ts';
import { transcriptRouter } from './http/v1-analyses/transcript.ts';
import { sessionAnalysisRouter, sessionsRouter } from './http/v1-analysis/sessions.ts';
import { accountRouter } from './http/v1/account.ts';
import { agentReportsRouter } from './http/v1/agent-reports.ts';
import { apiKeysRouter } from './http/v1/api-keys.ts';
import { batchesRouter } from './http/v1/batches.ts';
import { configurationRouter } from './http/v1/configuration/router.ts';
import { submissionsRouter } from './http/v1/submissions.ts';
import { uploadsRouter } from './http/v1/uploads.ts';
import { webhookDeliveriesRouter } from './http/v1/webhook-deliveries.ts';
import { webhooksRouter } from './http/v1/webhooks.ts';

/** Mounts the APIs. Each answers failures in its own envelope; outside them, problem details. */
export function createApp(): OpenAPIHono<RouterEnv> {
  const app = new OpenAPIHono<RouterEnv>();
  app.use(async (c, next) => {
    const requestId = `req_${crypto.randomUUID()}`;
    c.set('requestId', requestId);
    const received = c.req.raw;
    await next();
    for (const request of new Set([c.req.raw, received])) await discardBody(request);
    c.header('x-request-id', requestId);
    // No browser is to guess that an answer is a page or a script.
    c.header('x-content-type-options', 'nosniff');
  });
  app.onError((error, c) => failureResponse(error, c, problemEnvelope));
  app.notFound((c) =>
    failureResponse(new Fault('route_not_found', undefined, { path: shown(c.req.path) }), c, problemEnvelope),
  );
  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.route('/', v1AnalysesRouter);
  app.route('/', sessionAnalysisRouter);
  app.route('/', sessionsRouter);
  app.route('/', analysisEntriesRouter);
  app.route('/', recordingsRouter);
  app.route('/', v1Router);
  app.route('/', docsRouter);
  serveOpenApi(app);
  return app;
}

/** The routes that no published format defines. Failures are problem details. */
const v1Router = joinRouters([
  accountRouter,
  batchesRouter,
  submissionsRouter,
  apiKeysRouter,
  configurationRouter,
  agentReportsRouter,
  uploadsRouter,
  webhooksRouter,
  webhookDeliveriesRouter,
]);

/** Analyses in the sales coaching format, and the routes about one analysis that all formats share. */
const v1AnalysesRouter = joinRouters([
  submitRouter,
  listRouter,
  analysisRouter,
  reportsRouter,
  transcriptRouter,
  audioRouter,
  lifecycleRouter,
]);
