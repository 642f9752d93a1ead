import { z } from 'zod';
import type { Fault } from '../../domain/errors.ts';

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
export function renderFault(fault: Fault, requestId: string): z.infer<typeof ErrorWire> {
  const { field } = fault.details;
  return {
    error: {
      type: TYPES[fault.status] ?? 'validation_error',
      code: fault.code,
      message: fault.message,
      param: typeof field === 'string' && field !== '' ? field : null,
      doc_url: `/docs/errors#${fault.code}`,
      request_id: requestId,
    },
  };
}
