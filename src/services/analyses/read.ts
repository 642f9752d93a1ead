import { type Analysis, isFinal } from '../../domain/analysis.ts';
import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import type { Context } from '../deps.ts';

/** The current state of an analysis of this account. Throws `analysis_not_found`. */
export async function readAnalysis({ deps, principal }: Context, id: string): Promise<Analysis> {
  requireScope(principal, 'read');
  const row = await deps.accountHandle(principal.accountId, principal.livemode).findAnalysis(id);
  if (!row) throw new Fault('analysis_not_found', undefined, { id });
  if (isFinal(row.status)) return row;
  const job = await deps.objects.read(id);
  return job?.analysis ?? row;
}
