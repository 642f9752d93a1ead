import type { Analysis } from '../../domain/analysis.ts';
import type { PayloadFormat } from '../../domain/webhook.ts';
import { renderAnalysis as renderListEntry } from '../../formats/api-v1-analysis/render.ts';
import { AnalysisWire as ListEntryWire } from '../../formats/api-v1-analysis/schema.ts';
import { renderRecording, renderResults } from '../../formats/api-v1-public-recordings/render.ts';
import { RecordingWire, ResultsWire } from '../../formats/api-v1-public-recordings/schema.ts';
import type { CanonicalDocument } from '../../formats/document.ts';
import { renderAnalysis } from '../../formats/v1-analyses/render.ts';
import { AnalysisWire } from '../../formats/v1-analyses/schema.ts';
import { renderAnalysis as renderSessionAnalysis } from '../../formats/v1-analysis/render.ts';
import { AnalysisWire as SessionAnalysisWire } from '../../formats/v1-analysis/schema.ts';
import { loadDocument } from '../analyses/documents.ts';
import type { CallbackDeps } from '../deps.ts';

/** The body of a callback: what the `GET` of the format answers for this analysis now, as JSON. */
export async function callbackBody(
  deps: Pick<CallbackDeps, 'documents' | 'analyses' | 'publicUrl'>,
  analysis: Analysis,
  format: PayloadFormat,
): Promise<string> {
  const document = await loadDocument(deps, analysis);
  switch (format) {
    case 'v1-analyses':
      return JSON.stringify(AnalysisWire.parse(renderAnalysis(document)));
    case 'v1-analysis':
      return JSON.stringify(SessionAnalysisWire.parse(renderSessionAnalysis(document)));
    case 'api-v1-analysis':
      return JSON.stringify(ListEntryWire.parse(renderListEntry(document, audioUrl(deps, analysis))));
    case 'public-recordings':
      return JSON.stringify(await recordingBody(deps, document));
  }
}

/** Results, or the state of the recording where there are none. */
async function recordingBody(deps: Pick<CallbackDeps, 'analyses'>, document: CanonicalDocument) {
  const { analysis, transcript, report } = document;
  const handle = deps.analyses(analysis.accountId, analysis.livemode);
  const number = await handle.numberOf(analysis.id);
  if (number === null) throw new Error('the analysis has no number yet');
  if (!transcript || !report) return RecordingWire.parse(renderRecording(document, number));
  return ResultsWire.parse(renderResults({ analysis, transcript, report }, number));
}

function audioUrl({ publicUrl }: Pick<CallbackDeps, 'publicUrl'>, { id }: Analysis): string {
  return `${publicUrl}/v1/analyses/${id}/audio`;
}
