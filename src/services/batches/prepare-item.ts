import { namedLanguage } from '../../domain/call-language.ts';
import { Fault } from '../../domain/fault.ts';
import { SubmissionRequest } from '../../domain/submission.ts';
import { parseValid } from '../../domain/valid-input.ts';
import { readTranscript } from '../../formats/transcript-inputs/index.ts';
import { renderJson } from '../../formats/transcripts/json.ts';
import { redactCall } from '../../redaction/redact-call.ts';

/** A transcript on its way has no analysis yet that it could name. */
const NO_ANALYSIS = '00000000-0000-0000-0000-000000000000';

/**
 * The submission in an item as it may be stored: of what is to be redacted, the original is not. Throws what
 * `POST /v1/analyses` would throw for the same body, as far as that can be told without the network.
 */
export function prepareItem(value: unknown): SubmissionRequest {
  const request = parseValid(SubmissionRequest, value);
  const { transcript: content, upload_id: uploadId, options = {} } = request;
  if (uploadId !== undefined)
    throw new Fault('invalid_request', 'Field "upload_id": only POST /v1/analyses takes uploads.', {
      field: 'upload_id',
    });
  if (content === undefined) return request;
  const call = { transcript: readTranscript(content, namedLanguage(options.language)), options };
  if (!options.redact || options.redact.length === 0) return request;
  const redacted = redactCall(call);
  return { ...request, options: redacted.options, transcript: renderJson(NO_ANALYSIS, redacted.transcript) };
}
