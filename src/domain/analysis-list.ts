import type { Analysis, Status } from './analysis.ts';
import type { PagePosition } from './page-cursor.ts';

/** What a list is narrowed to; what is not given does not narrow. Times are milliseconds since 1970-01-01 UTC. */
export interface AnalysisFilters {
  readonly statuses?: readonly Status[] | undefined;
  readonly agentId?: string | undefined;
  readonly contactId?: string | undefined;
  /** Part of the agent's or the contact's id, in any case; at least one character. */
  readonly search?: string | undefined;
  /** Created at this time or later. */
  readonly createdAfter?: number | undefined;
  /** Created before this time. */
  readonly createdBefore?: number | undefined;
  /** Overall score of at least this, 0 to 100. */
  readonly minScore?: number | undefined;
  /** Values at the top level of the metadata, as text. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Which part of a list, newest first: `limit` rows after `after`, or after skipping `offset` rows. */
export interface ListPage {
  readonly limit: number;
  readonly offset?: number;
  readonly after?: PagePosition | null;
}

/** An analysis with its number among those of its account and mode, from 1. */
export interface ListedAnalysis {
  readonly analysis: Analysis;
  readonly number: number;
}

/** How many rows there are: counted, or estimated from the newest ones. docs/storage.md says when. */
export interface Total {
  readonly value: number;
  readonly exact: boolean;
}

export interface AnalysisPage {
  readonly rows: readonly ListedAnalysis[];
  readonly hasMore: boolean;
  readonly total: Total;
}
