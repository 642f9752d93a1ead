import { ID_PREFIX } from '../../domain/ids.ts';
import type { AnalysisRef, DocumentKind, DocumentRef } from './ports.ts';

/** What every key begins with, up to its first slash, and whose content it is: the sweep knows each of them. */
export const KEY_PREFIXES = {
  audio: 'analysis',
  transcript: 'analysis',
  report: 'analysis',
  chunk: 'analysis',
  batch: 'batch',
  inbox: 'customer',
} as const satisfies Readonly<Record<DocumentKind | 'audio' | 'inbox', 'analysis' | 'batch' | 'customer'>>;

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

const OF_AN_ANALYSIS = new RegExp(`^(?:${prefixesOf('analysis')})/([^/]+)/([0-9a-f-]{36})(?:\\.|$)`);
const OF_A_BATCH = new RegExp(`^(?:${prefixesOf('batch')})/[^/]+/(${ID_PREFIX.batch}[0-9a-f-]{36})/`);

function prefixesOf(owner: 'analysis' | 'batch'): string {
  return Object.entries(KEY_PREFIXES)
    .filter(([, whose]) => whose === owner)
    .map(([prefix]) => prefix)
    .join('|');
}

/** The batch whose items an object holds; `null` where it holds none. */
export function batchOf(key: string): string | null {
  return OF_A_BATCH.exec(key)?.[1] ?? null;
}

/** The analysis that an object belongs to; `null` where it belongs to none, as the chunks of batches and the inbox. */
export function refOf(key: string): AnalysisRef | null {
  const [, accountId, id] = OF_AN_ANALYSIS.exec(key) ?? [];
  return accountId !== undefined && id !== undefined ? { accountId, id } : null;
}
