import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Analysis, isFinal } from '../domain/analysis.ts';
import type { Envelope, RouterEnv } from './router.ts';

/** Every route that acts for an account takes the key either way. */
export const security = [{ bearer: [] }, { apiKey: [] }];

/** A response of a route, as its documentation has it. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

export const notModified = { description: 'The caller has this already: `If-None-Match` names its ETag' };

/** Sends what the published schema says and nothing else: a body that does not fit is our fault, and throws. */
export function reply<Schema extends z.ZodType, const Status extends 200 | 201 | 202>(
  c: Context,
  schema: Schema,
  body: z.input<Schema>,
  status: Status,
) {
  return c.json(schema.parse(body), status);
}

const ProblemWire = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  request_id: z.string(),
  details: z.record(z.string(), z.unknown()),
});

/** Problem details for HTTP APIs. Source: RFC 9457. */
export const problemEnvelope: Envelope = (fault, requestId) => ({
  body: {
    type: `urn:debrief:problem:${fault.code}`,
    title: fault.message,
    status: fault.status,
    code: fault.code,
    request_id: requestId,
    details: fault.details,
  },
  contentType: 'application/problem+json',
});

export function problem(description: string) {
  return { description, content: { 'application/problem+json': { schema: ProblemWire } } };
}

/** What every route with problem details may refuse with. */
export const accessProblems = {
  401: problem('No credential, or one that is not valid'),
  403: problem('The credential lacks the scope that the route needs'),
  429: problem('Too many requests'),
};

export const invalidField = { 400: problem('A field is missing, unknown or not valid') };
export const invalidQuery = { 400: problem('A query parameter is not valid') };

/** What every write may refuse its body with, before anything is made of it: any API, by how it describes a failure. */
export function bodyRefusals<Response>(failure: (description: string) => Response) {
  return {
    400: failure('The body, or a field of it, is not valid'),
    413: failure('The body is larger than the route takes'),
    415: failure('The body is of another type, or in another encoding, than the route takes'),
  };
}

export const bodyProblems = bodyRefusals(problem);

/** A request body that is one JSON value. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } } as const;
}

/** A moment in answers: ISO 8601, UTC. */
export const Time = z.iso.datetime();

export { toTime } from '../formats/published-format.ts';

/** Only the caller may store the answer, and asks each time whether it still holds. */
export const CACHE_CONTROL = 'private, no-cache';

/**
 * Answers 304 where the caller already has this rendering of a finished analysis, before its documents are read.
 * `format` names the rendering. While the analysis may still change, and for a failure, there is no validator.
 */
export async function unlessCurrent<Answer extends Response>(
  c: Context<RouterEnv>,
  analysis: Analysis,
  format: string,
  answer: () => Promise<Answer>,
) {
  const etag = etagOf(analysis, format, c.env.deps.release);
  if (etag !== null && isCurrent(c.req.header('if-none-match'), etag))
    return c.body(null, 304, { etag, 'cache-control': CACHE_CONTROL });
  const response = await answer();
  response.headers.set('cache-control', CACHE_CONTROL);
  if (etag !== null) response.headers.set('etag', etag);
  return response;
}

/** Strong validator of one rendering of an analysis; `null` while the analysis may still change. */
function etagOf({ id, version, status }: Analysis, format: string, release: string): string | null {
  return isFinal(status) ? `"${id}.${version}.${format}.${release}"` : null;
}

/** Whether `If-None-Match` names the validator. Source: RFC 9110, section 13.1.2, weak comparison. */
export function isCurrent(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const named = new Set(ifNoneMatch.split(',').map((value) => value.trim().replace(/^W\//, '')));
  return named.has(etag) || named.has('*');
}
