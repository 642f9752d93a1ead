import { Report } from '../../analysis/report.ts';
import { type Analysis, isFinal } from '../../domain/analysis.ts';
import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import { Transcript } from '../../domain/transcript.ts';
import type { CanonicalDocument, CompletedDocument } from '../../formats/document.ts';
import type { Context } from '../deps.ts';

/** The current state of an analysis of this account. Throws `analysis_not_found`. */
export async function readAnalysis({ deps, principal }: Context, id: string): Promise<Analysis> {
  requireScope(principal, 'read');
  const row = await deps.accountHandle(principal.accountId, principal.livemode).findAnalysis(id);
  if (!row) throw new Fault('analysis_not_found', undefined, { id });
  if (isFinal(row.status)) return row;
  const job = await deps.objects.read(id);
  return job?.analysis ?? row;
}

/** An analysis with the documents that exist by now. Throws `analysis_not_found`. */
export async function readDocument(context: Context, id: string): Promise<CanonicalDocument> {
  const analysis = await readAnalysis(context, id);
  const [transcript, report] = await Promise.all([
    context.deps.documents.get('transcript', analysis, Transcript),
    analysis.status === 'completed' ? context.deps.documents.get('report', analysis, Report) : null,
  ]);
  return { analysis, transcript, report };
}

/** The canonical document of a completed analysis. Throws `analysis_not_found` and `report_not_ready`. */
export async function readReport(context: Context, id: string): Promise<CompletedDocument> {
  const { analysis, transcript, report } = await readDocument(context, id);
  if (!transcript || !report) throw new Fault('report_not_ready', undefined, { status: analysis.status });
  return { analysis, transcript, report };
}
