import type { AnalysisRef, DocumentStore } from '../../adapters/storage/ports.ts';
import { Report } from '../../analysis/report.ts';
import { type Analysis, nextReportVersion, type Rescore } from '../../domain/analysis.ts';
import { requireScope } from '../../domain/api-key.ts';
import type { AudioChunk } from '../../domain/audio-chunk.ts';
import { Fault } from '../../domain/errors.ts';
import { type ChunkTranscript, mergeTranscripts } from '../../domain/merge-transcripts.ts';
import { Transcript } from '../../domain/transcript.ts';
import type { CanonicalDocument, CompletedDocument } from '../../formats/published-format.ts';
import { redactCall } from '../../pii/redact.ts';
import { decideRoles } from '../../understanding/roles.ts';
import type { Context, Deps } from '../deps.ts';
import { readAnalysis } from './read.ts';

/** An analysis with the documents that exist by now. */
export async function loadDocument(
  { documents }: { readonly documents: Pick<DocumentStore, 'get'> },
  analysis: Analysis,
): Promise<CanonicalDocument> {
  const [transcript, report] = await Promise.all([
    analysis.status === 'queued' ? null : documents.get('transcript', analysis, Transcript),
    analysis.status === 'completed' ? documents.get('report', analysis, Report) : null,
  ]);
  return { analysis, transcript, report };
}

/** The canonical document of a completed analysis. Throws `report_not_ready`. */
export async function loadReport(deps: Deps, analysis: Analysis): Promise<CompletedDocument> {
  const { transcript, report } = await loadDocument(deps, analysis);
  if (!transcript || !report) throw new Fault('report_not_ready', undefined, { status: analysis.status });
  return { analysis, transcript, report };
}

/** The transcript of an analysis. Throws `transcript_not_ready`. */
export async function loadTranscript({ documents }: Deps, analysis: Analysis): Promise<Transcript> {
  const transcript = await documents.get('transcript', analysis, Transcript);
  if (!transcript) throw new Fault('transcript_not_ready', undefined, { status: analysis.status });
  return transcript;
}

/** How many analyses are read ahead of the one that is being sent. */
const READ_AHEAD = 24;

/** The documents of many analyses, in order, read side by side. Only those that are read ahead are in memory. */
export async function* loadDocuments(
  deps: Deps,
  analyses: readonly Analysis[],
): AsyncGenerator<CanonicalDocument> {
  const ahead = analyses.slice(0, READ_AHEAD).map((analysis) => loadDocument(deps, analysis));
  for (let sent = 0, first = ahead.shift(); first; sent += 1, first = ahead.shift()) {
    const upcoming = analyses[sent + READ_AHEAD];
    if (upcoming) ahead.push(loadDocument(deps, upcoming));
    yield await first;
  }
}

interface ReportVersion {
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
}

interface ReportVersions {
  /** The latest first. */
  readonly versions: readonly ReportVersion[];
  readonly rescore: Rescore | null;
}

/** The reports that were made of an analysis, and what became of the last rescore. */
export async function listReports(context: Context, id: string): Promise<ReportVersions> {
  requireScope(context.principal, 'read');
  const analysis = await readAnalysis(context, id);
  const stored = await context.deps.documents.reportVersions(analysis);
  const versions = stored.filter(({ version }) => version < nextReportVersion(analysis));
  return { versions: versions.toSorted((a, b) => b.version - a.version), rescore: analysis.rescore };
}

/** A report by its version, with the analysis and the transcript as they are now. Throws `report_not_found`. */
export async function loadReportVersion(
  deps: Deps,
  { analysis, version }: { analysis: Analysis; version: number },
): Promise<CompletedDocument> {
  if (analysis.status === 'completed' && version >= nextReportVersion(analysis))
    throw new Fault('report_not_found', undefined, { version });
  const { report, transcript } = await loadReport(deps, { ...analysis, reportVersion: version });
  return { analysis, report, transcript };
}

/** Stores the first transcript of an analysis, redacted as its submission asks. Answers what it stored. */
export async function storeTranscript(
  { documents }: Pick<Deps, 'documents'>,
  analysis: Analysis,
  original: Transcript,
): Promise<Transcript> {
  const { transcript } = redactCall({ transcript: original, options: analysis.submission.options });
  await documents.put('transcript', analysis, transcript);
  return transcript;
}

/**
 * The transcripts of these chunks, the first of a recording, as one transcript that is not redacted. `null` where one of
 * them is not stored.
 */
export async function mergeStoredChunks(
  documents: Pick<DocumentStore, 'get'>,
  ref: AnalysisRef,
  chunks: readonly AudioChunk[],
  durationMs: number,
): Promise<Transcript | null> {
  const parts = await Promise.all(chunks.map((chunk) => readChunk(documents, ref, chunk)));
  const stored = parts.filter((part) => part !== null);
  return stored.length === parts.length && stored.length > 0 ? mergeTranscripts(stored, durationMs) : null;
}

export async function removeChunks(
  documents: Pick<DocumentStore, 'remove'>,
  ref: AnalysisRef,
  chunks: readonly AudioChunk[],
): Promise<void> {
  await Promise.all(chunks.map(({ index }) => documents.remove('chunk', { ...ref, chunk: index })));
}

/** With roles, by which the speakers of one chunk are matched with those of the next. */
async function readChunk(
  documents: Pick<DocumentStore, 'get'>,
  { accountId, id }: AnalysisRef,
  chunk: AudioChunk,
): Promise<ChunkTranscript | null> {
  const stored = await documents.get('chunk', { accountId, id, chunk: chunk.index }, Transcript);
  return stored && { chunk, transcript: decideRoles(stored) };
}
