import type { PublishedFormat } from '../published-format.ts';
import { renderFault } from './errors.ts';
import { renderAnalysis } from './render.ts';
import { AnalysisWire } from './schema.ts';

/** Compliance, quality and coaching, as an entry of a list. */
export const apiV1AnalysisFormat: PublishedFormat<AnalysisWire> = {
  linkName: 'api_v1_analysis',
  path: '/api/v1/analysis/{id}',
  operationId: 'readAnalysisEntry',
  publicId: (uuid) => uuid,
  isNumbered: false,
  schema: AnalysisWire,
  render: (document, { audioUrl }) => renderAnalysis(document, audioUrl),
  renderFault,
  callbackHeaders: () => ({}),
};
