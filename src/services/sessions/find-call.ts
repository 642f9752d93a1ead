import { type Analysis, isFinal } from '../../domain/analysis.ts';
import { Fault } from '../../domain/fault.ts';
import { prefixedToUuid } from '../../domain/ids.ts';
import { requireScope, type Scope } from '../../domain/principal.ts';
import type { Context } from '../deps.ts';

/**
 * The newest analysis of a session: the one that a submission named, or that of a call without one, whose id is made
 * from the analysis. Throws `session_not_found`.
 */
export async function findSessionCall(
  context: Context,
  { sessionId, scope }: { sessionId: string; scope: Scope },
): Promise<Analysis> {
  const { deps, principal } = context;
  requireScope(principal, scope);
  const named = deps.callerIds(principal.accountId, principal.livemode);
  const row = (await named.newestOfSession(sessionId)) ?? (await findNameless(context, sessionId));
  if (!row) throw new Fault('session_not_found', undefined, { id: sessionId });
  if (isFinal(row.status)) return row;
  const job = await deps.objects.read(row.id);
  return job?.analysis ?? row;
}

async function findNameless({ deps, principal }: Context, sessionId: string): Promise<Analysis | null> {
  const id = prefixedToUuid('sess_', sessionId);
  if (id === null) return null;
  const analysis = await deps.accountHandle(principal.accountId, principal.livemode).findAnalysis(id);
  return analysis?.submission.sessionId === null ? analysis : null;
}
