import type { Analysis } from '../../domain/analysis.ts';
import { requireScope } from '../../domain/api-key.ts';
import { Fault, type FaultCode } from '../../domain/errors.ts';
import type { CallerEvent, Refusal } from '../../domain/job.ts';
import { requireBudget } from '../budget.ts';
import type { Context } from '../deps.ts';
import { findAnalysis, Id, identifyRecording } from './read.ts';

/** Stops an analysis that is not final: no further step begins, and a step that is under way stores nothing. */
export function cancelAnalysis(context: Context, id: string): Promise<Analysis> {
  return changeAnalysis(context, { id, event: { type: 'cancel' } });
}

/** Resumes a failed or cancelled analysis at the step that was not finished. */
export function retryAnalysis(context: Context, id: string): Promise<Analysis> {
  return changeAnalysis(context, { id, event: { type: 'retry' } });
}

/** Makes another report of a completed analysis, from its transcript and with the current configuration. */
export function rescoreAnalysis(context: Context, id: string): Promise<Analysis> {
  return changeAnalysis(context, { id, event: { type: 'rescore' } });
}

/** Changes what people call a recording. */
export function renameAnalysis(
  context: Context,
  { id, name }: { id: string; name: string },
): Promise<Analysis> {
  return changeAnalysis(context, { id, event: { type: 'rename', name } });
}

/**
 * Deletes an analysis of this account and all that is stored of it, for good. Deleting it again changes nothing.
 * Throws `analysis_not_found`, also for one that was deleted more than a month ago.
 */
export async function removeAnalysis({ deps, principal }: Context, id: string): Promise<void> {
  requireScope(principal, 'admin');
  const { accountId, livemode, keyId } = principal;
  const found =
    Id.safeParse(id).success && (await deps.analysisObjects.remove(id, { accountId, livemode }, keyId));
  if (!found) throw new Fault('analysis_not_found', undefined, { id });
  deps.log.info('analysis.deleted', { analysis: id, by: keyId });
}

/** The same for a recording by its number within the account, or by its id. */
export async function removeRecording(context: Context, idOrNumber: string): Promise<void> {
  requireScope(context.principal, 'admin');
  // A deleted analysis has no number any more, but its object still knows its id.
  const id = Id.safeParse(idOrNumber).success
    ? idOrNumber
    : (await identifyRecording(context, idOrNumber)).id;
  await removeAnalysis(context, id);
}

const REFUSALS: Partial<Record<Refusal, FaultCode>> = {
  final: 'analysis_final',
  not_completed: 'report_not_ready',
  not_retryable: 'analysis_not_retryable',
  rescore_pending: 'rescore_pending',
  too_many_reports: 'too_many_reports',
};

/** Events after which models may be asked. */
const COSTLY: ReadonlySet<CallerEvent['type']> = new Set(['retry', 'rescore', 'prompt']);

/**
 * Sends an event to the object of an analysis of this account. Throws `analysis_not_found`; `budget_exhausted` where the
 * change may cost something; and where the object refuses it `analysis_final`, `analysis_not_retryable`,
 * `report_not_ready`, `rescore_pending` or `too_many_reports`.
 */
export async function changeAnalysis(
  context: Context,
  { id, event }: { id: string; event: CallerEvent },
): Promise<Analysis> {
  const { deps, principal } = context;
  requireScope(principal, 'write');
  const row = await findAnalysis(context, id);
  if (!row) throw new Fault('analysis_not_found', undefined, { id });
  if (COSTLY.has(event.type)) await requireBudget(deps, principal.accountId);
  const reply = await deps.analysisObjects.send(id, event);
  if (reply.accepted) return reply.job.analysis;
  const code = reply.reason === 'unknown' ? undefined : REFUSALS[reply.reason];
  throw code
    ? new Fault(code, undefined, { status: row.status })
    : new Fault('analysis_not_found', undefined, { id });
}
