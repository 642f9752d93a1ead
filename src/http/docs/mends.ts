import type { FaultCode } from '../../domain/fault.ts';

/** What a caller can do about each fault. Shown under `/docs/errors` and in docs/errors.md, which are made from it. */
export const MENDS: Record<FaultCode, string> = {
  authentication_required: 'Send the key in one of the two headers, with every request.',
  invalid_api_key: 'Compare it with the key as it was shown when it was created; keys are not shown again.',
  key_revoked: 'Use another key, or have an admin of the account create one.',
  key_expired: 'Use another key, or have an admin of the account create one.',
  invalid_token: 'Check issuer, audience, signature and claims against what this deployment trusts.',
  token_expired: 'Get a fresh token from your issuer.',
  token_keys_unavailable:
    'Try again after a moment. If it lasts, check that the key set of the issuer is reachable.',
  scope_required: 'Use a key with the scope named in `details.scope`.',
  rate_limited:
    'Wait as long as `Retry-After` says; `X-RateLimit-Remaining` tells how many requests are left.',
  invalid_request: 'Correct the field named in `details.field`; the message says what it must be.',
  malformed_json:
    'Send one complete JSON value in UTF-8. `details.field` names a form field, where it was one.',
  malformed_multipart: 'Let your HTTP client make the body and its `Content-Type` with the boundary.',
  missing_field: 'Add the field named in `details.field`.',
  unknown_field: 'Remove the field named in `details.field`, or correct its spelling.',
  unprocessable: 'Correct the values named in the answer.',
  invalid_transcript: 'Correct the part of the transcript named in `details.field`.',
  unsupported_media_type: 'Set `Content-Type` to what the route takes.',
  payload_too_large: 'Send less at once: `details.max_bytes` is the limit.',
  recording_too_large: 'Compress the recording, or cut it: `details.max_bytes` is the limit.',
  analysis_not_found: 'Check the id, and that the key is of the same account and mode (live or test).',
  api_key_not_found: 'Check the id, and that the key you use is of the same account and mode (live or test).',
  last_admin_key: 'Create another key with the scope "admin" first.',
  route_not_found: 'Check method and path against `/openapi.json`.',
  report_not_ready: 'Wait until the status is `completed`. A failed analysis has no report.',
  transcript_not_ready:
    'Wait until the analysis has got past `transcribing`; `details.status` tells where it is.',
  no_recording: 'Nothing: only an analysis of a recording has one.',
  range_not_satisfiable:
    'Ask for bytes before the length that `Content-Range` and `details.size_bytes` tell.',
  not_implemented: 'Upload the recording as a `file` part, or send a `transcript`.',
  internal_error: 'Try again. If it happens again, report the `request_id`.',
  audio_empty:
    'Check that the recording was saved completely and is not silent by accident; submit it again.',
  audio_header_missing: 'Send a WAV file with its header, or convert the raw samples first.',
  audio_unrecognised: 'Convert the recording to one of these formats.',
  audio_truncated: 'Upload the file again, complete; `details` has both lengths.',
  audio_undecodable: 'Convert the recording again from its source; the file is damaged.',
  recording_missing: 'Submit the recording again.',
  unsupported_language: 'Choose a language in `options.language` that the speech model knows.',
  transcription_rejected:
    'Check that the recording plays; convert it to a common format and submit it again.',
  transcription_unavailable: 'Submit the call again later: several tries were made.',
  transcription_invalid: 'Submit the call again later. If it happens again, report the id of the analysis.',
  timed_out: 'Submit the call again. If it happens again, report the id of the analysis.',
};
