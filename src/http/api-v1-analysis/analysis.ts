import type { Context } from 'hono';
import type { z } from 'zod';
import type { AnalysisFilters, ListPage } from '../../domain/analysis-list.ts';
import type { Analysis, Status } from '../../domain/analysis.ts';
import { faultOfIssues, renderFault } from '../../formats/api-v1-analysis/errors.ts';
import { renderAnalysis } from '../../formats/api-v1-analysis/render.ts';
import { AnalysisWire } from '../../formats/api-v1-analysis/schema.ts';
import type { CanonicalDocument } from '../../formats/document.ts';
import { loadDocument, loadDocuments } from '../../services/analyses/documents.ts';
import { listAnalyses, readAnalysis } from '../../services/analyses/read.ts';
import { submitAnalysis } from '../../services/analyses/submit.ts';
import { contextOf } from '../authentication.ts';
import { unlessCurrent } from '../etag.ts';
import { reply } from '../reply.ts';
import { parseJson, readText } from '../request-body.ts';
import { createRouter, jsonEnvelope, type RouterEnv } from '../router.ts';
import { streamList } from '../streamed-list.ts';
import { receiveUpload, type UploadForm } from '../upload-form.ts';
import { billingRoute, sendBillingUsage } from './billing.ts';
import { createAnalysisRoute, CreateBody, CreateForm, ListQuery, listRoute, readRoute } from './responses.ts';

const MAX_JSON_BYTES = 64 * 1024;

const uploadForm: UploadForm = {
  filePart: 'audio_file',
  toRequest: (fields) => withWebhook(parse(CreateForm, fields)),
};

async function receiveSubmission(c: Context<RouterEnv>): Promise<Analysis> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) return receiveUpload(c, uploadForm);
  const { audio_url: recordingUrl, ...fields } = parse(
    CreateBody,
    parseJson(await readText(c.req.raw, MAX_JSON_BYTES)),
  );
  return submitAnalysis(contextOf(c), { recording_url: recordingUrl, ...withWebhook(fields) });
}

function withWebhook({ webhook_url: callbackUrl, ...fields }: z.infer<typeof CreateForm>) {
  return { ...fields, callback_url: callbackUrl, callback_format: 'api-v1-analysis' as const };
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) throw faultOfIssues(parsed.error, 'body');
  return parsed.data;
}

const STATUSES: Record<'processing' | 'completed' | 'failed', readonly Status[]> = {
  processing: ['queued', 'processing'],
  completed: ['completed'],
  failed: ['failed', 'cancelled'],
};

/** The published path ends in a slash, which not every client keeps; a redirect would lose a body. */
const WITHOUT_SLASH = '/api/v1/analysis';

export const apiV1Analysis = createRouter(jsonEnvelope(renderFault), (error, target) =>
  faultOfIssues(error, target === 'query' ? 'query' : 'path'),
);

// Registered by hand, as the submission below: the answer is streamed, and both paths are served.
apiV1Analysis.openAPIRegistry.registerPath(listRoute);
apiV1Analysis.on('GET', [listRoute.getRoutingPath(), WITHOUT_SLASH], listRoute.middleware, async (c) => {
  const { filters, page } = readQuery(c.req.query());
  const { rows, hasMore, total } = await listAnalyses(contextOf(c), { filters, page });
  const analyses = rows.map(({ analysis }) => analysis);
  const entries = renderEach(c, loadDocuments(c.env.deps, analyses));
  const tail = { has_more: hasMore, total: total.value };
  return c.body(streamList(entries, { object: 'list' }, tail), 200, { 'content-type': 'application/json' });
});

apiV1Analysis.openapi(readRoute, async (c) => {
  const analysis = await readAnalysis(contextOf(c), c.req.valid('param').id);
  return unlessCurrent(c, analysis, 'api-v1-analysis', async () => {
    const document = await loadDocument(c.env.deps, analysis);
    return reply(c, AnalysisWire, renderAnalysis(document, audioUrl(c, analysis)), 200);
  });
});

apiV1Analysis.openapi(billingRoute, sendBillingUsage);

// Registered by hand: the framework's own body validation would read a whole recording into memory.
apiV1Analysis.openAPIRegistry.registerPath(createAnalysisRoute);
apiV1Analysis.on(
  'POST',
  [createAnalysisRoute.getRoutingPath(), WITHOUT_SLASH],
  createAnalysisRoute.middleware,
  async (c) => {
    const analysis = await receiveSubmission(c);
    const document = { analysis, transcript: null, report: null };
    return reply(c, AnalysisWire, renderAnalysis(document, audioUrl(c, analysis)), 201);
  },
);

function readQuery(query: Record<string, string>): { filters: AnalysisFilters; page: ListPage } {
  const parsed = ListQuery.safeParse(query, { reportInput: true });
  if (!parsed.success) throw faultOfIssues(parsed.error, 'query');
  const {
    status_filter: status,
    agent_id: agentId,
    contact_id: contactId,
    search,
    limit,
    offset,
  } = parsed.data;
  return {
    filters: { statuses: status && STATUSES[status], agentId, contactId, search },
    page: { limit, offset },
  };
}

async function* renderEach(c: Context<RouterEnv>, documents: AsyncIterable<CanonicalDocument>) {
  for await (const document of documents) {
    yield AnalysisWire.parse(renderAnalysis(document, audioUrl(c, document.analysis)));
  }
}

function audioUrl(c: Context<RouterEnv>, { id }: Analysis): string {
  return new URL(`/v1/analyses/${id}/audio`, c.req.url).href;
}
