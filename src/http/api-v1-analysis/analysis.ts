import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Analysis, Status } from '../../domain/analysis.ts';
import { monthOf } from '../../domain/billing.ts';
import { parseJson } from '../../domain/json.ts';
import { WebUrl } from '../../domain/webhook.ts';
import { faultOfIssues, renderFault } from '../../formats/api-v1-analysis/format.ts';
import {
  BillingUsageWire,
  renderAnalysis,
  renderBillingUsage,
} from '../../formats/api-v1-analysis/render.ts';
import { AnalysisListWire, AnalysisWire } from '../../formats/api-v1-analysis/schema.ts';
import type { CanonicalDocument } from '../../formats/published-format.ts';
import { readUsage } from '../../services/accounts.ts';
import { loadDocument, loadDocuments } from '../../services/analyses/documents.ts';
import { listAnalyses, readAnalysis } from '../../services/analyses/read.ts';
import { submitAnalysis } from '../../services/analyses/submit.ts';
import { authenticated, authenticatedRecording, contextOf } from '../authentication.ts';
import { streamList } from '../lists.ts';
import { isJson } from '../body-limits.ts';
import { readText, receiveUpload, type UploadForm } from '../request-body.ts';
import { json, notModified, reply, security, unlessCurrent, bodyRefusals } from '../responses.ts';
import { createRouter, jsonEnvelope, type Router, type RouterEnv, serveUnvalidated } from '../router.ts';

const ErrorWire = z.strictObject({
  detail: z.union([
    z.string(),
    z.array(
      z.strictObject({ loc: z.array(z.union([z.string(), z.int()])), msg: z.string(), type: z.string() }),
    ),
  ]),
});

const shared = { tags: ['Analysis list format'], security };

function error(description: string) {
  return json(ErrorWire, description);
}

const errors = {
  401: error('No credentials, or ones that are not valid'),
  403: error('The key lacks the scope this route needs'),
  422: error('A parameter is not valid'),
  429: error('Too many requests'),
};

/** A router with the envelope of this API, which says where in the request an invalid value is. */
function createListFormatRouter(): Router {
  return createRouter(jsonEnvelope(renderFault), (invalid, target) =>
    faultOfIssues(invalid, target === 'query' ? 'query' : 'path'),
  );
}

/** Parses a part of the request that the framework does not. Throws in the words of this API. */
function parseRequest<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  part: 'query' | 'body',
): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) throw faultOfIssues(parsed.error, part);
  return parsed.data;
}

/** The published path ends in a slash, which not every client keeps; a redirect would lose a body. */
const WITHOUT_SLASH = '/api/v1/analysis';

const STATUSES: Record<'processing' | 'completed' | 'failed', readonly Status[]> = {
  processing: ['queued', 'processing'],
  completed: ['completed'],
  failed: ['failed', 'cancelled'],
};

const Reference = z.string().min(1).max(256);

export const ListQuery = z.object({
  status_filter: z
    .enum(['processing', 'completed', 'failed'])
    .optional()
    .meta({ description: 'Only this status' }),
  agent_id: Reference.optional().meta({ description: 'Only calls of this agent' }),
  contact_id: Reference.optional().meta({ description: 'Only calls with this contact' }),
  search: Reference.optional().meta({ description: 'Part of the agent or contact, in either case' }),
  limit: z.coerce.number().int().min(1).max(1000).default(100).meta({ description: 'Entries per page' }),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0).meta({ description: 'Entries to skip' }),
});

/** The form of a submission; the recording is its part `audio_file`. */
const CreateForm = z.strictObject({
  agent_id: Reference,
  contact_id: Reference,
  webhook_url: WebUrl.optional(),
});

/** The older JSON form of a submission. */
const CreateBody = CreateForm.extend({ audio_url: WebUrl });

export const analysisEntriesRouter = createListFormatRouter();

const listAnalysesRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/api/v1/analysis/',
  operationId: 'listAnalysisEntries',
  summary: 'List analyses',
  middleware: authenticated,
  request: { query: ListQuery },
  responses: { 200: json(AnalysisListWire, 'Newest first'), ...errors },
});

// The answer is streamed, at both paths.
serveUnvalidated(
  analysisEntriesRouter,
  listAnalysesRoute,
  async (c) => {
    const {
      status_filter: status,
      limit,
      offset,
      ...query
    } = parseRequest(ListQuery, c.req.query(), 'query');
    const { agent_id: agentId, contact_id: contactId, search } = query;
    const filters = { statuses: status && STATUSES[status], agentId, contactId, search };
    const { rows, hasMore, total } = await listAnalyses(contextOf(c), { filters, page: { limit, offset } });
    const analyses = rows.map(({ analysis }) => analysis);
    const entries = renderEach(c, loadDocuments(c.env.deps, analyses));
    const tail = { has_more: hasMore, total: total.value };
    return c.body(streamList(entries, { object: 'list' }, tail), 200, { 'content-type': 'application/json' });
  },
  WITHOUT_SLASH,
);

async function* renderEach(c: Context<RouterEnv>, documents: AsyncIterable<CanonicalDocument>) {
  for await (const document of documents) {
    yield AnalysisWire.parse(renderAnalysis(document, audioUrl(c, document.analysis)));
  }
}

const readAnalysisRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/api/v1/analysis/{id}',
  operationId: 'readAnalysisEntry',
  summary: 'Retrieve an analysis',
  middleware: authenticated,
  request: { params: z.object({ id: z.string().meta({ description: 'Id of the analysis' }) }) },
  responses: {
    200: json(AnalysisWire, 'The analysis in its current state'),
    304: notModified,
    404: error('No analysis of this account has this id'),
    ...errors,
  },
});

analysisEntriesRouter.openapi(readAnalysisRoute, async (c) => {
  const analysis = await readAnalysis(contextOf(c), c.req.valid('param').id);
  return unlessCurrent(c, analysis, 'api-v1-analysis', async () => {
    const document = await loadDocument(c.env.deps, analysis);
    return reply(c, AnalysisWire, renderAnalysis(document, audioUrl(c, analysis)), 200);
  });
});

const submitAudioRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/api/v1/analysis/',
  operationId: 'submitAudio',
  summary: 'Submit audio for analysis',
  middleware: authenticatedRecording,
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: CreateForm.extend({ audio_file: z.string().meta({ format: 'binary' }) }),
        },
        'application/json': { schema: CreateBody },
      },
    },
  },
  responses: {
    201: json(AnalysisWire, 'Accepted'),
    ...bodyRefusals(error),
    402: error('The account has used up its budget for this month'),
    ...errors,
  },
});

// The recording is streamed to storage.
serveUnvalidated(
  analysisEntriesRouter,
  submitAudioRoute,
  async (c) => {
    const analysis = await receiveSubmission(c);
    const document = { analysis, transcript: null, report: null };
    return reply(c, AnalysisWire, renderAnalysis(document, audioUrl(c, analysis)), 201);
  },
  WITHOUT_SLASH,
);

/** Takes a body of either kind. */
async function receiveSubmission(c: Context<RouterEnv>): Promise<Analysis> {
  if (!isJson(c.req.raw)) return receiveUpload(c, uploadForm);
  const body = parseJson(await readText(c.req.raw));
  const { audio_url: recordingUrl, ...fields } = parseRequest(CreateBody, body, 'body');
  const request = { recording_url: recordingUrl, ...withCallback(fields) };
  return submitAnalysis(contextOf(c), { request });
}

const uploadForm: UploadForm = {
  filePart: 'audio_file',
  toRequest: (fields) => withCallback(parseRequest(CreateForm, fields, 'body')),
};

function withCallback({ webhook_url: callbackUrl, ...fields }: z.infer<typeof CreateForm>) {
  return { ...fields, callback_url: callbackUrl, callback_format: 'api-v1-analysis' as const };
}

function audioUrl(c: Context<RouterEnv>, { id }: Analysis): string {
  return new URL(`/v1/analyses/${id}/audio`, c.req.url).href;
}

const readBillingUsageRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/api/v1/billing/usage',
  operationId: 'readBillingUsage',
  summary: 'What was analysed in the current month, and what it cost',
  middleware: authenticated,
  responses: { 200: json(BillingUsageWire, 'The current month, UTC'), ...errors },
});

analysisEntriesRouter.openapi(readBillingUsageRoute, async (c) => {
  const month = monthOf(c.env.deps.clock.now());
  const { months } = await readUsage(contextOf(c), { from: month, to: month });
  return reply(c, BillingUsageWire, renderBillingUsage(month, months[0] ?? null), 200);
});
