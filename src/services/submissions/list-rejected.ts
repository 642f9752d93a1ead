import { decodeCursor, encodeCursor } from '../../domain/page-cursor.ts';
import { requireScope } from '../../domain/principal.ts';
import type { RejectedSubmission } from '../../domain/submission-message.ts';
import type { Context } from '../deps.ts';

export interface RejectedPage {
  readonly rejected: readonly RejectedSubmission[];
  /** `null` on the last page. */
  readonly nextCursor: string | null;
}

/** The messages of the caller's account and mode that became no analysis, newest first. Throws `invalid_request`. */
export async function listRejected(
  { deps, principal }: Context,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<RejectedPage> {
  requireScope(principal, 'read');
  const after = cursor === undefined ? null : decodeCursor(cursor);
  const found = await deps
    .rejectedSubmissions(principal.accountId, principal.livemode)
    .list(limit + 1, after);
  const rejected = found.slice(0, limit);
  const last = rejected.at(-1);
  return { rejected, nextCursor: found.length > limit && last ? encodeCursor(last) : null };
}
