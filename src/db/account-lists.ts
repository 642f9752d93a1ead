import type { AnalysisFilters, ListPage, Total } from '../domain/analysis-list.ts';
import type { AccountScope } from './account-scope.ts';
import { type AnalysisRow, selectRows } from './list-rows.ts';
import { countSearch, planSearch, type SearchPlan } from './list-search.ts';
import { countRows } from './list-totals.ts';

export interface RowPage {
  readonly rows: readonly AnalysisRow[];
  readonly hasMore: boolean;
  readonly total: Total;
}

/** One page of the analyses that pass the filters, newest first by creation and then id, and how many there are. */
export async function listRows(
  scope: AccountScope,
  filters: AnalysisFilters,
  page: ListPage,
): Promise<RowPage> {
  const { limit, offset = 0 } = page;
  const oneMore = { ...page, limit: limit + 1 };
  const plan = await planSearch(scope, filters, offset + oneMore.limit);
  const [rows, total] = await Promise.all([
    selectRows(scope, filters, oneMore, plan?.byName ? plan.names : null),
    countPlanned(scope, filters, plan),
  ]);
  const seen = rows.length === 0 ? 0 : offset + rows.length;
  return {
    rows: rows.slice(0, limit),
    hasMore: rows.length > limit,
    // An estimate is at least what was seen with one's own eyes.
    total: total.exact ? total : { ...total, value: Math.max(total.value, seen) },
  };
}

export async function countAnalyses(scope: AccountScope, filters: AnalysisFilters): Promise<Total> {
  return countPlanned(scope, filters, await planSearch(scope, filters, 1));
}

async function countPlanned(
  scope: AccountScope,
  filters: AnalysisFilters,
  plan: SearchPlan | null,
): Promise<Total> {
  const value = plan && (await countSearch(scope, filters, plan));
  return value === null ? countRows(scope, filters) : { value, exact: true };
}
