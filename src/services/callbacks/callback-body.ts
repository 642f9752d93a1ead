import type { Analysis } from '../../domain/analysis.ts';
import type { PayloadFormat } from '../../domain/webhook.ts';
import { FORMATS, renderJsonText } from '../../formats/registry.ts';
import { loadDocument } from '../analyses/documents.ts';
import type { CallbackDeps } from '../deps.ts';

/** The body of a callback: what the `GET` of the format answers for this analysis now, as JSON. */
export async function callbackBody(
  deps: Pick<CallbackDeps, 'documents' | 'analyses' | 'publicUrl'>,
  analysis: Analysis,
  formatId: PayloadFormat,
): Promise<string> {
  const format = FORMATS[formatId];
  const document = await loadDocument(deps, analysis);
  const audioUrl = `${deps.publicUrl}/v1/analyses/${analysis.id}/audio`;
  const number = format.isNumbered ? await numberOf(deps, analysis) : 0;
  return renderJsonText(format, document, { audioUrl, number });
}

async function numberOf(deps: Pick<CallbackDeps, 'analyses'>, analysis: Analysis): Promise<number> {
  const number = await deps.analyses(analysis).numberOf(analysis.id);
  if (number === null) throw new Error('the analysis has no number yet');
  return number;
}
