import type { Fault } from '../../domain/fault.ts';

interface Location {
  readonly in: 'query' | 'body' | 'path';
  readonly type: string;
}

/** FastAPI's wording: a sentence, or for input that is not valid a list of what is wrong where. */
export function renderFault(fault: Fault, location: Location | null): { detail: unknown } {
  if (fault.status === 401) return { detail: 'Invalid authentication credentials' };
  if (fault.code === 'analysis_not_found') return { detail: 'Analysis not found' };
  const { field } = fault.details;
  if (location === null || typeof field !== 'string') return { detail: fault.message };
  return { detail: [{ loc: [location.in, field], msg: fault.message, type: location.type }] };
}
