import { z } from '@hono/zod-openapi';
import type { Envelope } from './surface.ts';

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
