import { type Analysis, nextReportVersion, type Rescore } from '../../domain/analysis.ts';
import { Fault } from '../../domain/fault.ts';
import type { CompletedDocument } from '../../formats/document.ts';
import type { Context } from '../deps.ts';
import { loadReport } from './documents.ts';
import { readAnalysis } from './read.ts';

export interface ReportVersion {
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
}

export interface ReportVersions {
  /** The latest first. */
  readonly versions: readonly ReportVersion[];
  readonly rescore: Rescore | null;
}

/** The reports that were made of an analysis, and what became of the last rescore. */
export async function listReports(context: Context, id: string): Promise<ReportVersions> {
  const analysis = await readAnalysis(context, id);
  const stored = await context.deps.documents.reportVersions(analysis);
  const versions = stored.filter(({ version }) => version < nextReportVersion(analysis));
  return { versions: versions.toSorted((a, b) => b.version - a.version), rescore: analysis.rescore };
}

/** An earlier report with the analysis and the transcript as they are now. Throws `report_not_found`. */
export async function loadReportVersion(
  { deps }: Context,
  analysis: Analysis,
  version: number,
): Promise<CompletedDocument> {
  if (analysis.status === 'completed' && version >= nextReportVersion(analysis))
    throw new Fault('report_not_found', undefined, { version });
  const { report, transcript } = await loadReport(deps, { ...analysis, reportVersion: version });
  return { analysis, report, transcript };
}
