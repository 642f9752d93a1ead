import type { Report } from '../analysis/report.ts';
import type { Analysis } from '../domain/analysis.ts';
import type { Transcript, Utterance } from '../domain/transcript.ts';

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

/** ISO 8601 in whole seconds, UTC: `2026-03-26T11:10:00Z`. */
export function toIsoSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** The role says more than the label of a channel or voice; a name the caller gave says more than `unknown`. */
export function speakerLabel({ role, speaker }: Pick<Utterance, 'role' | 'speaker'>): string {
  return role === 'unknown' ? speaker : role;
}
