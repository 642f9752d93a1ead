import { z } from 'zod';
import type { Fault, FaultStatus } from '../../domain/errors.ts';
import type { PublishedFormat } from '../published-format.ts';
import { renderAnalysis } from './render.ts';
import { AnalysisWire } from './schema.ts';

/** Coaching of sales calls: the transcript, six pillars with feedback, and an action plan. */
export const v1AnalysesFormat: PublishedFormat<AnalysisWire> = {
  linkName: 'v1_analyses',
  path: '/v1/analyses/{id}',
  operationId: 'readAnalysis',
  publicId: (uuid) => uuid,
  isNumbered: false,
  schema: AnalysisWire,
  render: renderAnalysis,
  callbackHeaders: ({ id, event, signature }) => ({
    'x-parlay-event': event,
    'x-parlay-delivery': id,
    'x-parlay-signature': signature,
  }),
};

export const ErrorWire = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    request_id: z.string(),
    doc_url: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
});

/** Code, message and details of a failed request, with a link to what the code means. */
export function renderFault(
  { status, code, message, details }: Fault,
  requestId: string,
): { status: FaultStatus; body: z.infer<typeof ErrorWire> } {
  const error = {
    code,
    message,
    request_id: requestId,
    doc_url: `/docs/errors#${code}`,
    details: { ...details },
  };
  return { status, body: { error } };
}
