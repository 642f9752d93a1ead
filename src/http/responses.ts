import { z } from '@hono/zod-openapi';
import type { Envelope } from './router.ts';

/** Every route that acts for an account takes the key either way. */
export const security = [{ bearer: [] }, { apiKey: [] }];

export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

export const unchanged = { description: 'The caller has this already: `If-None-Match` names its ETag' };

const ProblemWire = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  request_id: z.string(),
  details: z.record(z.string(), z.unknown()),
});

/** Problem details for HTTP APIs. Source: RFC 9457. */
export const renderProblem: Envelope = (fault, requestId) => ({
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

/** A response of a route's documentation that is a problem. */
export function problem(description: string) {
  return { description, content: { 'application/problem+json': { schema: ProblemWire } } };
}
