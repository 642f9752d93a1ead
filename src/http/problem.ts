import type { Envelope } from './surface.ts';

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
