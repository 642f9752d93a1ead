import { z } from 'zod';
import type { PublishedFormat } from '../published-format.ts';
import { renderFault } from './errors.ts';
import { renderRecording, renderResults } from './render.ts';
import { RecordingWire, ResultsWire } from './schema.ts';

/** Goals and pauses of a recording; while there are no results, the state of the recording. */
export const publicRecordingsFormat: PublishedFormat<ResultsWire | RecordingWire> = {
  linkName: 'public_recordings',
  path: '/api/v1/public/recordings/{id}/results',
  operationId: 'readRecordingResults',
  publicId: (uuid) => uuid,
  isNumbered: true,
  schema: z.union([ResultsWire, RecordingWire]),
  render({ analysis, transcript, report }, { number }) {
    if (!transcript || !report) return renderRecording({ analysis, transcript, report }, number);
    return renderResults({ analysis, transcript, report }, number);
  },
  renderFault,
  callbackHeaders: () => ({}),
};
