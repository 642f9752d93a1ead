import type { Context } from 'hono';
import { Fault } from '../../domain/fault.ts';
import * as render from '../../formats/v1-sessions/render.ts';
import {
  ProfileRequestedWire,
  RequestedWire,
  SessionTranscriptWire,
} from '../../formats/v1-sessions/wire.ts';
import { loadTranscript } from '../../services/analyses/documents.ts';
import { findSessionCall } from '../../services/sessions/find-call.ts';
import { requestCall } from '../../services/sessions/request-call.ts';
import { contextOf } from '../authentication.ts';
import { unlessCurrent } from '../conditional.ts';
import { parseJson, readText } from '../json-body.ts';
import { reply } from '../reply.ts';
import { createSurface, type SurfaceEnv } from '../surface.ts';
import { textFile } from '../transcript-file.ts';
import { envelope } from '../v1-analysis/contract.ts';
import { parseValid } from '../validation.ts';
import { AnalysesRequest, ProfileRequest, requestRoute, transcriptRoute } from './routes.ts';

const MAX_JSON_BYTES = 64 * 1024;
const DEFAULT_LANGUAGE = 'en';

export const v1Sessions = createSurface(envelope);

// Registered by hand: which of the two bodies it is decides what is wrong with it.
v1Sessions.openAPIRegistry.registerPath(requestRoute);
v1Sessions.post(requestRoute.getRoutingPath(), requestRoute.middleware, async (c) => {
  const request = await readRequest(c);
  const sessionId = c.req.param('session_id');
  if (!('analyses' in request)) {
    const analysis = await requestCall(contextOf(c), { sessionId });
    return reply(c, ProfileRequestedWire, render.renderProfileRequested(analysis), 202);
  }
  const { custom_prompts: prompts, webhook_url: url } = request;
  const follower = url === undefined ? undefined : ({ url, format: 'v1-analysis' } as const);
  const analysis = await requestCall(contextOf(c), { sessionId, prompts, follower });
  const language = analysis.submission.options.language ?? request.language ?? DEFAULT_LANGUAGE;
  const nowMs = c.env.deps.clock.now();
  return reply(c, RequestedWire, render.renderRequested(analysis, request.analyses, language, nowMs), 202);
});

v1Sessions.openapi(transcriptRoute, async (c) => {
  const { format } = c.req.valid('query');
  const sessionId = c.req.valid('param').session_id;
  const analysis = await findSessionCall(contextOf(c), { sessionId, scope: 'read' });
  return unlessCurrent(c, analysis, `session-transcript-${format}`, async () => {
    const transcript = await loadTranscript(c.env.deps, analysis);
    if (format !== 'json') return textFile(analysis.id, format, transcript);
    return reply(c, SessionTranscriptWire, render.renderTranscript(analysis, transcript), 200);
  });
});

async function readRequest(c: Context<SurfaceEnv>) {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
    throw new Fault('unsupported_media_type', 'Send application/json.');
  const body = parseJson(await readText(c.req.raw, MAX_JSON_BYTES));
  const isProfile = typeof body === 'object' && body !== null && ('profile' in body || 'include' in body);
  return isProfile ? parseValid(ProfileRequest, body) : parseValid(AnalysesRequest, body);
}
