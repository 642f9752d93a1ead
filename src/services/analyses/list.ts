import type { AnalysisFilters, AnalysisPage, ListPage } from '../../domain/analysis-list.ts';
import { encodeCursor } from '../../domain/page-cursor.ts';
import { requireScope } from '../../domain/principal.ts';
import type { Context } from '../deps.ts';

export interface AnalysisList extends AnalysisPage {
  /** Continues after the last row; `null` on the last page. */
  readonly nextCursor: string | null;
}

/** The analyses of the caller's account and mode that pass the filters, newest first by creation and then id. */
export async function listAnalyses(
  { deps, principal }: Context,
  { filters, page }: { filters: AnalysisFilters; page: ListPage },
): Promise<AnalysisList> {
  requireScope(principal, 'read');
  const handle = deps.accountHandle(principal.accountId, principal.livemode);
  const list = await handle.listAnalyses(filters, page);
  const last = list.rows.at(-1)?.analysis;
  return { ...list, nextCursor: list.hasMore && last ? encodeCursor(last) : null };
}
