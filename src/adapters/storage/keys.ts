import type { AnalysisRef, DocumentKind, DocumentRef } from './ports.ts';

/** Key of the recording of an analysis: `audio/{account}/{analysis}`. */
export function audioKey({ accountId, id }: AnalysisRef): string {
  return `audio/${accountId}/${id}`;
}

/**
 * Key of a document: `{kind}/{account}/{id}.json.gz`, with the position before the ending for a chunk, and with the version for a
 * report from the second on.
 */
export function documentKey(
  kind: DocumentKind,
  { accountId, id, reportVersion, chunk }: DocumentRef,
): string {
  const isLaterReport = kind === 'report' && (reportVersion ?? 1) > 1;
  const part = kind === 'chunk' ? chunk : isLaterReport ? reportVersion : null;
  return `${kind}/${accountId}/${id}${part === null ? '' : `.${part}`}.json.gz`;
}

/** What the keys of all documents of a kind begin with, those of one analysis. */
export function documentPrefix(kind: DocumentKind, { accountId, id }: AnalysisRef): string {
  return `${kind}/${accountId}/${id}.`;
}

const LATER_REPORT = /\.(\d+)\.json\.gz$/;

/** Version of the report with this key, from 1. */
export function reportVersionOf(key: string): number {
  return Number(LATER_REPORT.exec(key)?.[1] ?? 1);
}

const OF_AN_ANALYSIS = /^(?:audio|transcript|report|chunk)\/([^/]+)\/([0-9a-f-]{36})(?:\.|$)/;

/** The analysis that an object belongs to; `null` where it belongs to none, as the chunks of batches and the inbox. */
export function refOf(key: string): AnalysisRef | null {
  const [, accountId, id] = OF_AN_ANALYSIS.exec(key) ?? [];
  return accountId !== undefined && id !== undefined ? { accountId, id } : null;
}
