import { z } from 'zod';
import type { Fault, FaultStatus } from '../../domain/errors.ts';
import type { PublishedFormat } from '../published-format.ts';
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
  callbackHeaders: null,
};

/** What a scope is called here. */
const PERMISSIONS: Readonly<Record<string, string>> = { read: 'Read', write: 'Write', admin: 'Delete' };

/** One sentence under `error`, or for input that is not valid a list of them under `errors`. */
export function renderFault(fault: Fault): {
  status: FaultStatus;
  body: { error: string } | { errors: string[] };
} {
  const { status, code, message, details } = fault;
  if (status === 404) return { status, body: { error: 'Resource not found' } };
  if (status === 401) return { status, body: { error: 'Invalid or expired API key' } };
  if (code === 'scope_required')
    return {
      status,
      body: { error: `${PERMISSIONS[String(details['scope'])] ?? 'Write'} permission required` },
    };
  if (code === 'recording_too_large') return { status: 422, body: { errors: ['File too large'] } };
  if (code === 'report_not_ready') return { status: 422, body: { error: message } };
  if (status === 422) return { status, body: { errors: [message] } };
  return { status, body: { error: message } };
}
