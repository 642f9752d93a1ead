import type { Analysis } from '../../domain/analysis.ts';
import type { CustomPrompts } from '../../domain/custom-prompts.ts';
import type { CallbackAddress } from '../../domain/webhook.ts';
import { moveAnalysis } from '../analyses/move.ts';
import type { Context } from '../deps.ts';
import { findSessionCall } from './find-call.ts';
import { followCall } from './follow-call.ts';

export interface CallRequest {
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
  if (follower) context.deps.outbound.check(follower.url);
  const analysis = prompts ? await moveAnalysis(context, found.id, { type: 'prompt', prompts }) : found;
  if (follower) await followCall(context, analysis, follower);
  return analysis;
}
