import { uuidToPrefixed } from '../../domain/ids.ts';
import type { PublishedFormat } from '../published-format.ts';
import { renderFault } from './errors.ts';
import { renderAnalysis } from './render.ts';
import { AnalysisWire } from './schema.ts';

/** Analysis of sessions: sentiment by segment, summary, action items, quality, topics. */
export const v1AnalysisFormat: PublishedFormat<AnalysisWire> = {
  linkName: 'v1_analysis',
  path: '/v1/analysis/{id}',
  operationId: 'readSessionAnalysis',
  publicId: (uuid) => uuidToPrefixed('ana_', uuid),
  isNumbered: false,
  schema: AnalysisWire,
  render: renderAnalysis,
  renderFault,
  callbackHeaders: ({ id, signature, retries, createdAtMs }) => ({
    'kallglot-signature': signature,
    'kallglot-webhook-id': id,
    'kallglot-retry-count': String(retries),
    'kallglot-original-timestamp': String(Math.floor(createdAtMs / 1000)),
  }),
};
