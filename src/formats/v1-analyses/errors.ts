import { z } from 'zod';
import type { Fault, FaultStatus } from '../../domain/errors.ts';

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
