import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { CustomPrompts } from '../../domain/configuration.ts';
import { Fault, parseValid } from '../../domain/errors.ts';
import { ID_PREFIX, prefixedToUuid } from '../../domain/ids.ts';
import { parseJson } from '../../domain/json.ts';
import { WebUrl } from '../../domain/webhook.ts';
import { ErrorWire, renderFault } from '../../formats/v1-analysis/format.ts';
import {
  renderAnalysis,
  renderProfileRequested,
  renderRequested,
  renderTranscript,
} from '../../formats/v1-analysis/render.ts';
import {
  AnalysisWire,
  Part,
  ProfileRequestedWire,
  RequestedWire,
  SessionTranscriptWire,
} from '../../formats/v1-analysis/schema.ts';
import { loadDocument, loadTranscript } from '../../services/analyses/documents.ts';
import { readAnalysis } from '../../services/analyses/read.ts';
import { findSessionAnalysis, requestSessionAnalysis } from '../../services/sessions.ts';
import { authenticated, contextOf } from '../authentication.ts';
import { isJson } from '../body-limits.ts';
import { readText } from '../request-body.ts';
import { json, notModified, reply, security, unlessCurrent, bodyRefusals } from '../responses.ts';
import { createRouter, jsonEnvelope, type RouterEnv, serveUnvalidated } from '../router.ts';
import { textFile } from '../v1-analyses/transcript.ts';

const tags = ['Session analysis format'];

const envelope = jsonEnvelope(renderFault);

function error(description: string) {
  return json(ErrorWire, description);
}

export const sessionAnalysisRouter = createRouter(envelope);

const readSessionAnalysisRoute = createRoute({
  method: 'get',
  path: '/v1/analysis/{id}',
  summary: 'Retrieve the results of a session analysis',
  operationId: 'readSessionAnalysis',
  tags,
  security,
  middleware: authenticated,
  request: { params: z.object({ id: z.string().meta({ description: 'Id of the analysis, `ana_…`' }) }) },
  responses: {
    200: json(AnalysisWire, 'The analysis in its current state'),
    304: notModified,
    401: error('No API key, or one that is not valid'),
    403: error('The API key lacks the scope "read"'),
    404: error('No analysis of this account has this id, or its results are no longer kept'),
    429: error('Too many requests'),
  },
});

sessionAnalysisRouter.openapi(readSessionAnalysisRoute, async (c) => {
  const prefixed = c.req.valid('param').id;
  const id = prefixedToUuid(ID_PREFIX.analysis, prefixed);
  if (id === null) throw new Fault('analysis_not_found', undefined, { id: prefixed });
  const analysis = await readAnalysis(contextOf(c), id);
  return unlessCurrent(c, analysis, 'v1-analysis', async () =>
    reply(c, AnalysisWire, renderAnalysis(await loadDocument(c.env.deps, analysis)), 200),
  );
});

const DEFAULT_LANGUAGE = 'en';

/** An analysis always has all parts, in the language of its call. A prompt changes how its part is written. */
const AnalysesRequest = z.strictObject({
  analyses: z.array(Part).min(1).max(20),
  language: z.string().min(2).max(35).optional(),
  webhook_url: WebUrl.optional(),
  custom_prompts: CustomPrompts.optional(),
});

const ProfileRequest = z.strictObject({
  profile: z.literal('default').default('default'),
  include: z
    .array(z.enum(['summary', 'sentiment', 'compliance', 'keywords', 'performance']))
    .max(20)
    .optional(),
});

const TranscriptQuery = z.object({
  format: z
    .enum(['json', 'text', 'srt', 'vtt'])
    .default('json')
    .meta({ description: 'Format of the answer' }),
  include_translations: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'Accepted; nothing is translated, so `translation` is `null` either way' }),
});

const params = z.object({
  session_id: z.string().max(256).meta({ description: 'The session that a submission named, or `sess_…`' }),
});
const shared = { tags, security, middleware: authenticated };
const errors = {
  401: error('No API key, or one that is not valid'),
  404: error('No call of this account has this session'),
  429: error('Too many requests'),
};

export const sessionsRouter = createRouter(envelope);

const requestAnalysisRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/sessions/{session_id}/analysis',
  operationId: 'requestSessionAnalysis',
  summary: 'Request the analysis of a session',
  description:
    'Answers with the analysis of the newest call of the session, which its submission began. With `analyses` its ' +
    'results are at `GET /v1/analysis/{id}`, with `profile` or `include` at `GET /v1/analyses/{id}`. New ' +
    '`custom_prompts` become options of the call; one that has completed is analysed again with them, which is ' +
    'charged like a rescore. `webhook_url` is called when the analysis ends, or at once where it has.',
  request: {
    params,
    body: {
      required: true,
      content: { 'application/json': { schema: z.union([AnalysesRequest, ProfileRequest]) } },
    },
  },
  responses: {
    202: json(z.union([RequestedWire, ProfileRequestedWire]), 'The analysis and how far it is'),
    ...bodyRefusals(error),
    402: error('There are new prompts, and the account has used up its budget for this month'),
    403: error('The API key lacks the scope "write"'),
    409: error(
      'There are new prompts, and the call is being analysed right now or has too many reports; or the analysis tells as many addresses as it may',
    ),
    422: error('`webhook_url` is not an address that may be called'),
    ...errors,
  },
});

// The fields of the body tell which of the two schemas it has to fit.
serveUnvalidated(sessionsRouter, requestAnalysisRoute, async (c) => {
  const request = await readRequest(c);
  const sessionId = c.req.param('session_id');
  if (!('analyses' in request)) {
    const analysis = await requestSessionAnalysis(contextOf(c), { sessionId });
    return reply(c, ProfileRequestedWire, renderProfileRequested(analysis), 202);
  }
  const { custom_prompts: prompts, webhook_url: url } = request;
  const follower = url === undefined ? undefined : ({ url, format: 'v1-analysis' } as const);
  const analysis = await requestSessionAnalysis(contextOf(c), { sessionId, prompts, follower });
  const language = analysis.submission.options.language ?? request.language ?? DEFAULT_LANGUAGE;
  const nowMs = c.env.deps.clock.now();
  return reply(c, RequestedWire, renderRequested(analysis, request.analyses, language, nowMs), 202);
});

const schema = z.string();

const readTranscriptRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/v1/sessions/{session_id}/transcript',
  operationId: 'readSessionTranscript',
  summary: 'The transcript of the newest call of a session',
  request: { params, query: TranscriptQuery },
  responses: {
    200: {
      description: 'The transcript in the format asked for',
      content: {
        'application/json': { schema: SessionTranscriptWire },
        'text/plain': { schema },
        'application/x-subrip': { schema },
        'text/vtt': { schema },
      },
    },
    304: notModified,
    400: error('There is no such format'),
    403: error('The API key lacks the scope "read"'),
    409: error('There is no transcript yet'),
    ...errors,
  },
});

sessionsRouter.openapi(readTranscriptRoute, async (c) => {
  const { format } = c.req.valid('query');
  const sessionId = c.req.valid('param').session_id;
  const analysis = await findSessionAnalysis(contextOf(c), { sessionId, scope: 'read' });
  return unlessCurrent(c, analysis, `session-transcript-${format}`, async () => {
    const transcript = await loadTranscript(c.env.deps, analysis);
    if (format !== 'json') return textFile(analysis.id, format, transcript);
    return reply(c, SessionTranscriptWire, renderTranscript(analysis, transcript), 200);
  });
});

async function readRequest(c: Context<RouterEnv>) {
  if (!isJson(c.req.raw)) throw new Fault('unsupported_media_type', 'Send application/json.');
  const body = parseJson(await readText(c.req.raw));
  const isProfile = typeof body === 'object' && body !== null && ('profile' in body || 'include' in body);
  return isProfile ? parseValid(ProfileRequest, body) : parseValid(AnalysesRequest, body);
}
