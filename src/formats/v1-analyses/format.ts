import type { PublishedFormat } from '../published-format.ts';
import { renderFault } from './errors.ts';
import { renderAnalysis } from './render.ts';
import { AnalysisWire } from './schema.ts';

/** Coaching of sales calls: the transcript, six pillars with feedback, and an action plan. */
export const v1AnalysesFormat: PublishedFormat<AnalysisWire> = {
  linkName: 'v1_analyses',
  path: '/v1/analyses/{id}',
  operationId: 'readAnalysis',
  publicId: (uuid) => uuid,
  isNumbered: false,
  schema: AnalysisWire,
  render: renderAnalysis,
  renderFault,
  callbackHeaders: ({ id, event, signature }) => ({
    'x-parlay-event': event,
    'x-parlay-delivery': id,
    'x-parlay-signature': signature,
  }),
};
