import type { Fault } from '../../domain/fault.ts';

/** One sentence under `error`, or for input that is not valid a list of them under `errors`. */
export function renderFault(fault: Fault): { error: string } | { errors: string[] } {
  if (fault.status === 404) return { error: 'Resource not found' };
  if (fault.status === 401) return { error: 'Invalid or expired API key' };
  const { scope } = fault.details;
  if (fault.code === 'scope_required') return { error: `${capitalised(String(scope))} permission required` };
  if (fault.status === 422) return { errors: [fault.message] };
  return { error: fault.message };
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
