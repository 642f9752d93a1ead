import { ErrorWire, renderFault } from '../../formats/v1-analysis/errors.ts';
import { json } from '../responses.ts';
import type { Envelope } from '../router.ts';

export const tags = ['Session analysis format'];

export const envelope: Envelope = (fault, requestId) => ({
  body: renderFault(fault, requestId),
  contentType: 'application/json',
});

export function error(description: string) {
  return json(ErrorWire, description);
}
