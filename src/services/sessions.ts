import { type Analysis, isFinal } from '../domain/analysis.ts';
import { requireScope, type Scope } from '../domain/api-key.ts';
import type { CustomPrompts } from '../domain/configuration.ts';
import { Fault } from '../domain/errors.ts';
import { prefixedToUuid } from '../domain/ids.ts';
import type { CallbackAddress } from '../domain/webhook.ts';
import { changeAnalysis } from './analyses/change.ts';
import type { Context } from './deps.ts';

interface CallRequest {
  readonly sessionId: string;
  /** Its first report is written with them, or where that is written a further one. The same once more change nothing. */
  readonly prompts?: CustomPrompts | undefined;
  /** Told how it ends, the further report included. */
  readonly follower?: CallbackAddress | undefined;
}

/**
 * The newest analysis of a session, as a caller wants it. Throws `session_not_found`, what `followCall` throws, and with
 * prompts what `moveAnalysis` throws.
 */
export async function requestCall(
  context: Context,
  { sessionId, prompts, follower }: CallRequest,
): Promise<Analysis> {
  const found = await findSessionCall(context, { sessionId, scope: 'write' });
  if (follower) context.deps.safeFetch.check(follower.url);
  const analysis = prompts ? await changeAnalysis(context, found.id, { type: 'prompt', prompts }) : found;
  if (follower) await followCall(context, analysis, follower);
  return analysis;
}

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
  const named = deps.externalIds(principal);
  const row = (await named.findNewestOfSession(sessionId)) ?? (await findNameless(context, sessionId));
  if (!row) throw new Fault('session_not_found', undefined, { id: sessionId });
  if (isFinal(row.status)) return row;
  const job = await deps.analysisObjects.read(row.id);
  return job?.analysis ?? row;
}

async function findNameless({ deps, principal }: Context, sessionId: string): Promise<Analysis | null> {
  const id = prefixedToUuid('sess_', sessionId);
  if (id === null) return null;
  const analysis = await deps.analyses(principal).find(id);
  return analysis?.submission.sessionId === null ? analysis : null;
}

/**
 * Has one more address told how the analysis ends, at once where it has ended. Throws `url_not_allowed`,
 * `too_many_callbacks`.
 */
async function followCall({ deps }: Context, { id }: Analysis, follower: CallbackAddress): Promise<void> {
  deps.safeFetch.check(follower.url);
  if (!(await deps.analysisObjects.follow(id, follower)))
    throw new Fault('too_many_callbacks', undefined, { id });
}
