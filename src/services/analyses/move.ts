import type { Analysis } from '../../domain/analysis.ts';
import { Fault, type FaultCode } from '../../domain/fault.ts';
import type { CallerEvent, Refusal } from '../../domain/job.ts';
import { requireScope } from '../../domain/principal.ts';
import { requireBudget } from '../accounts/require-budget.ts';
import type { Context } from '../deps.ts';

const REFUSALS: Partial<Record<Refusal, FaultCode>> = {
  final: 'analysis_final',
  not_completed: 'report_not_ready',
  not_retryable: 'analysis_not_retryable',
  rescore_pending: 'rescore_pending',
  too_many_reports: 'too_many_reports',
};

/** Moves after which models may be asked. */
const COSTLY: ReadonlySet<CallerEvent['type']> = new Set(['retry', 'rescore', 'prompt']);

/**
 * Asks the object of an analysis of this account for a move. Throws `analysis_not_found`, and where the move is not
 * possible `analysis_final`, `analysis_not_retryable`, `report_not_ready`, `rescore_pending` or `too_many_reports`;
 * `budget_exhausted` where it may cost.
 */
export async function moveAnalysis(
  { deps, principal }: Context,
  id: string,
  event: CallerEvent,
): Promise<Analysis> {
  requireScope(principal, 'write');
  const row = await deps.accountHandle(principal.accountId, principal.livemode).findAnalysis(id);
  if (!row) throw new Fault('analysis_not_found', undefined, { id });
  if (COSTLY.has(event.type)) await requireBudget(deps, principal.accountId);
  const reply = await deps.objects.send(id, event);
  if (reply.accepted) return reply.job.analysis;
  const code = reply.reason === 'unknown' ? undefined : REFUSALS[reply.reason];
  throw code
    ? new Fault(code, undefined, { status: row.status })
    : new Fault('analysis_not_found', undefined, { id });
}
