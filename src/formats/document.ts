import type { Report } from '../analysis/report.ts';
import type { Analysis } from '../domain/analysis.ts';
import type { Transcript } from '../domain/transcript.ts';

/** What every published format is rendered from. The report exists once the analysis has completed. */
export interface CanonicalDocument {
  readonly analysis: Analysis;
  readonly transcript: Transcript | null;
  readonly report: Report | null;
}

export interface CompletedDocument extends CanonicalDocument {
  readonly transcript: Transcript;
  readonly report: Report;
}
