import { z } from 'zod';
import type { Fault } from '../../domain/errors.ts';

export const ErrorWire = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    request_id: z.string(),
    doc_url: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
});

export function renderFault(fault: Fault, requestId: string): z.infer<typeof ErrorWire> {
  return {
    error: {
      code: fault.code,
      message: fault.message,
      request_id: requestId,
      doc_url: `/docs/errors#${fault.code}`,
      details: { ...fault.details },
    },
  };
}
