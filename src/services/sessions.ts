import type { Analysis } from '../domain/analysis.ts';
import { requireScope, type Scope } from '../domain/api-key.ts';
import type { CustomPrompts } from '../domain/configuration.ts';
import { Fault } from '../domain/errors.ts';
import { ID_PREFIX, prefixedToUuid } from '../domain/ids.ts';
import type { CallbackAddress } from '../domain/webhook.ts';
import { changeAnalysis } from './analyses/change.ts';
import { findAnalysis, latest } from './analyses/read.ts';
import type { Context } from './deps.ts';

interface SessionRequest {
  readonly sessionId: string;
  /** The first report follows them; where it is written already, another report is made. The same prompts again change nothing. */
  readonly prompts?: CustomPrompts | undefined;
  /** Notified when the analysis ends, and when the other report is made. */
  readonly follower?: CallbackAddress | undefined;
}

/**
 * The newest analysis of a session, with what a caller asks for it. Throws `session_not_found`, `url_not_allowed`,
 * `too_many_callbacks`, and with prompts what `changeAnalysis` throws.
 */
export async function requestSessionAnalysis(
  context: Context,
  { sessionId, prompts, follower }: SessionRequest,
): Promise<Analysis> {
  const found = await findSessionAnalysis(context, { sessionId, scope: 'write' });
  if (follower) {
    requireScope(context.principal, 'read');
    context.deps.safeFetch.check(follower.url);
  }
  const analysis = prompts
    ? await changeAnalysis(context, { id: found.id, event: { type: 'prompt', prompts } })
    : found;
  if (follower) await follow(context, analysis, follower);
  return analysis;
}

/**
 * The newest analysis of a session. Submissions may name their session; one that did not has a session of its own, whose id
 * is made from the id of the analysis. Throws `session_not_found`.
 */
export async function findSessionAnalysis(
  context: Context,
  { sessionId, scope }: { sessionId: string; scope: Scope },
): Promise<Analysis> {
  const { deps, principal } = context;
  requireScope(principal, scope);
  const row =
    (await deps.externalIds(principal).findNewestOfSession(sessionId)) ??
    (await findOwnSession(context, sessionId));
  if (!row) throw new Fault('session_not_found', undefined, { id: sessionId });
  context.keyed?.shown.add(row.id);
  return latest(deps, row);
}

async function findOwnSession(context: Context, sessionId: string): Promise<Analysis | null> {
  const id = prefixedToUuid(ID_PREFIX.session, sessionId);
  const analysis = id === null ? null : await findAnalysis(context, id);
  return analysis?.submission.sessionId === null ? analysis : null;
}

/** Adds an address that is notified when the analysis ends, or at once where it has ended. Throws `too_many_callbacks`. */
async function follow({ deps }: Context, { id }: Analysis, follower: CallbackAddress): Promise<void> {
  if (!(await deps.analysisObjects.follow(id, follower)))
    throw new Fault('too_many_callbacks', undefined, { id });
}
