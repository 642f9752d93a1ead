import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Envelope } from './router.ts';

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
export const notJson = { 415: problem('The body is not JSON') };

/** A request body that is one JSON value. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } } as const;
}

/** A moment in answers: ISO 8601, UTC. */
export const Time = z.iso.datetime();

export function toTime(ms: number): string;
export function toTime(ms: number | null): string | null;
export function toTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
