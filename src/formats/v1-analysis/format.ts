import { z } from 'zod';
import type { Fault, FaultStatus } from '../../domain/errors.ts';
import { ID_PREFIX, uuidToPrefixed } from '../../domain/ids.ts';
import type { PublishedFormat } from '../published-format.ts';
import { renderAnalysis } from './render.ts';
import { AnalysisWire } from './schema.ts';

/** Analysis of sessions: sentiment by segment, summary, action items, quality, topics. */
export const v1AnalysisFormat: PublishedFormat<AnalysisWire> = {
  linkName: 'v1_analysis',
  path: '/v1/analysis/{id}',
  operationId: 'readSessionAnalysis',
  publicId: (uuid) => uuidToPrefixed(ID_PREFIX.analysis, uuid),
  isNumbered: false,
  schema: AnalysisWire,
  render: renderAnalysis,
  callbackHeaders: ({ id, signature, retries, createdAtMs }) => ({
    'kallglot-signature': signature,
    'kallglot-webhook-id': id,
    'kallglot-retry-count': String(retries),
    'kallglot-original-timestamp': String(Math.floor(createdAtMs / 1000)),
  }),
};

export const ErrorWire = z.strictObject({
  error: z.strictObject({
    type: z.string(),
    code: z.string(),
    message: z.string(),
    param: z.string().nullable(),
    doc_url: z.string(),
    request_id: z.string(),
  }),
});

const TYPES: Record<number, string> = {
  401: 'authentication_error',
  403: 'authorization_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  500: 'api_error',
};

/** Reads as both generations of the service's own envelope. */
export function renderFault(
  { status, code, message, details }: Fault,
  requestId: string,
): { status: FaultStatus; body: z.infer<typeof ErrorWire> } {
  const field = details['field'];
  const error = {
    type: TYPES[status] ?? 'validation_error',
    code,
    message,
    param: typeof field === 'string' && field !== '' ? field : null,
    doc_url: `/docs/errors#${code}`,
    request_id: requestId,
  };
  return { status, body: { error } };
}
