import { z } from 'zod';
import type { StoredRecording } from '../../adapters/storage/ports.ts';
import type { AnalysisFilters, AnalysisPage, ListedAnalysis, ListPage } from '../../domain/analysis-list.ts';
import { type Analysis, isFinal } from '../../domain/analysis.ts';
import { requireScope } from '../../domain/api-key.ts';
import { Fault } from '../../domain/errors.ts';
import { encodeCursor } from '../../domain/page-cursor.ts';
import { isRecording, keepsRedactedAudio } from '../../domain/submission.ts';
import type { Context } from '../deps.ts';

/** The current state of an analysis of this account. Throws `analysis_not_found`. */
export async function readAnalysis(context: Context, id: string): Promise<Analysis> {
  requireScope(context.principal, 'read');
  const analysis = await findAnalysis(context, id);
  if (!analysis) throw new Fault('analysis_not_found', undefined, { id });
  return analysis;
}

/** Of an analysis. */
export const Id = z.uuid();

/** An analysis of this account. One that was accepted is there, also while the database has not taken its row yet. */
export async function findAnalysis(context: Context, id: string): Promise<Analysis | null> {
  const analysis = await findMine(context, id);
  if (analysis) context.keyed?.shown.add(analysis.id);
  return analysis;
}

async function findMine({ deps, principal }: Context, id: string): Promise<Analysis | null> {
  const row = await deps.analyses(principal).find(id);
  if (row) return latest(deps, row.analysis);
  if (!Id.safeParse(id).success) return null;
  const analysis = (await deps.analysisObjects.read(id))?.analysis;
  const isMine = analysis?.accountId === principal.accountId && analysis.livemode === principal.livemode;
  return analysis && isMine ? analysis : null;
}

/** An analysis as its object knows it, where its row may be behind. */
export async function latest(
  { analysisObjects }: Pick<Context['deps'], 'analysisObjects'>,
  row: Analysis,
): Promise<Analysis> {
  if (isFinal(row.status)) return row;
  return (await analysisObjects.read(row.id))?.analysis ?? row;
}

/** The analysis as soon as it is final, or as it is after `waitSeconds`. Throws `analysis_not_found`. */
export async function awaitAnalysis(
  context: Context,
  { id, waitSeconds }: { id: string; waitSeconds: number },
): Promise<Analysis> {
  requireScope(context.principal, 'read');
  const analysis = await readAnalysis(context, id);
  if (waitSeconds === 0 || isFinal(analysis.status)) return analysis;
  const job = await context.deps.analysisObjects.settled(analysis.id, waitSeconds * 1000);
  return job?.analysis ?? readAnalysis(context, id);
}

interface AnalysisList extends AnalysisPage {
  /** Continues after the last row; `null` on the last page. */
  readonly nextCursor: string | null;
}

/** The analyses of the caller's account and mode that pass the filters, newest first by creation and then id. */
export async function listAnalyses(
  { deps, principal }: Context,
  { filters, page }: { filters: AnalysisFilters; page: ListPage },
): Promise<AnalysisList> {
  requireScope(principal, 'read');
  const list = await deps.analyses(principal).list(filters, page);
  return { ...list, nextCursor: list.hasMore && list.last ? encodeCursor(list.last) : null };
}

const NUMBER = /^[1-9]\d{0,14}$/;

/** An analysis of this account by its id or by its number within the account. Throws `analysis_not_found`. */
export async function findRecording(context: Context, idOrNumber: string): Promise<ListedAnalysis> {
  requireScope(context.principal, 'read');
  const { analysis, number } = await findRow(context, idOrNumber);
  return { analysis: await latest(context.deps, analysis), number };
}

/** The id and the number of a recording that is named by one of them. Throws `analysis_not_found`. */
export async function identifyRecording(
  context: Context,
  idOrNumber: string,
): Promise<{ id: string; number: number }> {
  const { analysis, number } = await findRow(context, idOrNumber);
  return { id: analysis.id, number };
}

async function findRow(context: Context, idOrNumber: string): Promise<ListedAnalysis> {
  const { deps, principal } = context;
  const analyses = deps.analyses(principal);
  const row = await (NUMBER.test(idOrNumber)
    ? analyses.findByNumber(Number(idOrNumber))
    : analyses.find(idOrNumber));
  if (row) return row;
  const unlisted = await findAnalysis(context, idOrNumber);
  if (!unlisted) throw new Fault('analysis_not_found', undefined, { id: idOrNumber });
  const written = (await deps.analysisObjects.list(unlisted.id)) && (await analyses.find(unlisted.id));
  if (!written) throw new Fault('analysis_not_listed', undefined, { id: unlisted.id });
  return written;
}

export interface FoundRecording extends StoredRecording {
  readonly analysis: Analysis;
}

/**
 * The stored recording of an analysis. Throws `analysis_not_found`, `no_recording` where there never was one, `recording_missing`
 * where it is gone, `recording_not_redacted` where only a redacted one may be heard.
 */
export async function findStoredRecording(context: Context, id: string): Promise<FoundRecording> {
  requireScope(context.principal, 'read');
  const analysis = await readAnalysis(context, id);
  if (!isRecording(analysis.submission.source)) throw new Fault('no_recording');
  const stored = await context.deps.recordings.find(analysis);
  if (!stored) throw new Fault('recording_missing');
  if (keepsRedactedAudio(analysis.submission.options) && !stored.isRedacted)
    throw new Fault('recording_not_redacted', undefined, { status: analysis.status });
  return { analysis, ...stored };
}
