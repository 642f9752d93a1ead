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
  /** One that cannot be read is not among them. */
  readonly rows: readonly ListedAnalysis[];
  /** Place of the last one, whether it can be read or not; `null` where there is none. */
  readonly last: PagePosition | null;
  readonly hasMore: boolean;
  readonly total: Total;
}

/** Longer terms are found by this many characters and then compared whole. */
const SUFFIX_LENGTH = 12;

/** Makes two spellings equal that differ in case only. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Agent and contact, folded, one per line; `null` where there is neither. A search looks for its term in it. */
export function searchTextOf(agentId: string | null, contactId: string | null): string | null {
  const names = [agentId, contactId].filter((name) => name !== null);
  return names.length === 0 ? null : names.map(fold).join('\n');
}

/**
 * What follows from each position of a folded text on, twelve characters at most, each once. A term of up to twelve
 * characters is in the text exactly where one of these begins with it.
 */
export function suffixesOf(folded: string): string[] {
  const characters = Array.from(folded);
  return [...new Set(characters.map((_, at) => characters.slice(at, at + SUFFIX_LENGTH).join('')))];
}

/** What a suffix begins with where the folded term is in the text. */
export function suffixStart(folded: string): string {
  return Array.from(folded).slice(0, SUFFIX_LENGTH).join('');
}

/** What the completed calls of one agent in a period have in common; a mean is `null` where no call has the number. */
export interface AgentReport {
  readonly agentId: string;
  readonly calls: number;
  /** 0 to 100. */
  readonly meanOverallScore: number | null;
  /** -1 to 1. */
  readonly meanSentiment: number | null;
  /** Share of the calls with a verdict in which the customer was identified as the rules ask, 0 to 1. */
  readonly complianceRate: number | null;
  /** 0 to 5. */
  readonly meanCustomerEffort: number | null;
  /** Percent. */
  readonly meanTalkRatio: number | null;
}
