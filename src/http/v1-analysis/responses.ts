import { ErrorWire, renderFault } from '../../formats/v1-analysis/errors.ts';
import { json } from '../responses.ts';
import { jsonEnvelope } from '../router.ts';

export const tags = ['Session analysis format'];

export const envelope = jsonEnvelope(renderFault);

export function error(description: string) {
  return json(ErrorWire, description);
}
