import type { z } from 'zod';

/** Every way a request or an analysis can fail: its HTTP status, and the message where none is given. */
export const FAULTS = {
  authentication_required: {
    status: 401,
    message: 'Send an API key as "Authorization: Bearer <key>" or "X-API-Key: <key>".',
  },
  invalid_api_key: { status: 401, message: 'This API key is not known.' },
  key_revoked: { status: 401, message: 'This API key was revoked.' },
  key_expired: { status: 401, message: 'This API key has expired.' },
  invalid_token: { status: 401, message: 'This token is not valid here.' },
  token_expired: { status: 401, message: 'This token has expired.' },
  token_keys_unavailable: {
    status: 503,
    message: 'The keys that tokens are checked with could not be fetched. Try again later.',
  },
  budget_exhausted: {
    status: 402,
    message: 'The account has used up its budget for this month.',
  },
  scope_required: { status: 403, message: 'This API key does not have the scope this route needs.' },
  key_environment_mismatch: {
    status: 403,
    message: 'A live key cannot submit a recording of the kind "mock://".',
  },
  rate_limited: { status: 429, message: 'Too many requests. Try again after the time in "Retry-After".' },
  invalid_request: { status: 400, message: 'The request is not valid.' },
  body_incomplete: { status: 400, message: 'The request body broke off before its end.' },
  malformed_json: { status: 400, message: 'The request body is not valid JSON.' },
  malformed_gzip: { status: 400, message: 'The request body is not valid gzip.' },
  malformed_multipart: {
    status: 400,
    message: 'The request body is not a complete multipart/form-data body.',
  },
  missing_field: { status: 400, message: 'A required field is missing.' },
  unknown_field: { status: 400, message: 'The request has a field that is not known.' },
  unprocessable: { status: 422, message: 'A value of the request is not valid.' },
  invalid_transcript: { status: 422, message: 'The transcript is not valid.' },
  configuration_not_found: { status: 404, message: 'No entry of the configuration has this id.' },
  configuration_limit: { status: 409, message: 'The account has as many of these as it may.' },
  redaction_language: {
    status: 422,
    message: 'Redaction knows calls in English only; a call in another language is not accepted with it.',
  },
  audio_redaction_format: {
    status: 422,
    message: 'A recording of this format cannot be redacted.',
  },
  recording_not_redacted: {
    status: 409,
    message: 'The recording is played once it is redacted. It was not, or not yet.',
  },
  unsupported_media_type: { status: 415, message: 'Send application/json or multipart/form-data.' },
  unsupported_encoding: {
    status: 415,
    message: 'Send the body without "Content-Encoding", or JSON with "Content-Encoding: gzip".',
  },
  url_not_allowed: {
    status: 422,
    message: 'This URL cannot be fetched from. It must be a public https address without credentials.',
  },
  transcript_unrecognised: {
    status: 422,
    message:
      'The transcript is in no known form: JSON of this API or of a speech or call service, captions, a table, or "Speaker: text" lines. docs/getting-calls-in.md lists them.',
  },
  payload_too_large: { status: 413, message: 'The request body is too large.' },
  recording_too_large: {
    status: 413,
    message: 'The recording is too large for a single request. Send it in parts: POST /v1/uploads.',
  },
  upload_not_found: { status: 404, message: 'No upload has this id.' },
  upload_incomplete: { status: 409, message: 'Parts of the upload are missing, or it was not completed.' },
  upload_closed: { status: 409, message: 'The upload no longer takes parts.' },
  upload_used: { status: 409, message: 'An analysis was made from this upload already.' },
  upload_expired: { status: 410, message: 'The upload was not used within 24 hours.' },
  upload_mismatch: { status: 422, message: 'The upload is not what was announced.' },
  analysis_not_found: { status: 404, message: 'No analysis has this id.' },
  analysis_not_listed: {
    status: 503,
    message:
      'This analysis was accepted, but has no number yet. Try again in a moment, or read it by its id.',
  },
  session_not_found: { status: 404, message: 'No call has this session.' },
  api_key_not_found: { status: 404, message: 'No API key has this id.' },
  too_many_listeners: {
    status: 503,
    message: 'This analysis has as many listeners as it can tell. Read its progress instead.',
  },
  webhook_not_found: { status: 404, message: 'No webhook has this id.' },
  delivery_not_found: { status: 404, message: 'No delivery has this id.' },
  too_many_webhooks: { status: 409, message: 'The account has as many webhooks as it may.' },
  too_many_callbacks: { status: 409, message: 'The analysis tells as many addresses as it may.' },
  signing_not_configured: {
    status: 503,
    message: 'This deployment has no key for secrets (SECRETS_KEY): it cannot sign callbacks.',
  },
  last_admin_key: {
    status: 409,
    message: 'This is the last key with the scope "admin" in its mode. Make another one before revoking it.',
  },
  idempotency_mismatch: {
    status: 400,
    message: 'This "Idempotency-Key" was used for another request within the last 24 hours.',
  },
  idempotency_conflict: {
    status: 409,
    message: 'The first request with this "Idempotency-Key" has not been answered yet.',
  },
  batch_not_found: { status: 404, message: 'No batch has this id.' },
  batch_final: { status: 409, message: 'Every item of the batch is final: there is nothing to cancel.' },
  batch_rejected: { status: 422, message: 'The batch is strict, and not all of its items are valid.' },
  batch_too_large: { status: 413, message: 'The batch has too many items.' },
  route_not_found: { status: 404, message: 'There is no such route.' },
  report_not_ready: { status: 409, message: 'The report is available once the analysis has completed.' },
  report_not_found: { status: 404, message: 'The analysis has no report of this version.' },
  analysis_final: { status: 409, message: 'The analysis is over: there is nothing left to cancel.' },
  analysis_not_retryable: {
    status: 409,
    message: 'Only an analysis that failed or was cancelled can be retried.',
  },
  rescore_pending: { status: 409, message: 'The analysis is being rescored already.' },
  too_many_reports: { status: 409, message: 'The analysis has as many reports as one may have.' },
  transcript_not_ready: { status: 409, message: 'The analysis has no transcript yet.' },
  no_recording: {
    status: 404,
    message: 'This analysis was made from a transcript: there is no recording to play.',
  },
  range_not_satisfiable: { status: 416, message: 'The recording ends before the range asked for.' },
  internal_error: {
    status: 500,
    message: 'Something went wrong on our side. Quote the request id when you report it.',
  },

  audio_empty: { status: 422, message: 'The recording holds no audio samples.' },
  audio_header_missing: {
    status: 422,
    message: 'The recording is declared as WAV but has no RIFF header; raw samples cannot be played back.',
  },
  audio_unrecognised: {
    status: 422,
    message: 'The recording is not in a known audio format (wav, mp3, m4a/mp4, ogg, webm, flac).',
  },
  audio_truncated: { status: 422, message: 'The recording ends before the length its header announces.' },
  audio_undecodable: { status: 422, message: 'The recording could not be decoded.' },
  recording_too_long: { status: 422, message: 'The recording is longer than 12 hours.' },
  source_refused: { status: 422, message: 'The server of the URL refused to send what is there.' },
  source_unavailable: { status: 502, message: 'The server of the URL could not be reached, or broke off.' },
  source_too_large: { status: 413, message: 'What is at the URL is too large.' },
  source_timed_out: { status: 504, message: 'Fetching the URL took too long.' },
  recording_missing: { status: 410, message: 'The recording is no longer stored.' },
  unsupported_language: { status: 422, message: 'The speech model does not know this language.' },
  transcription_rejected: { status: 422, message: 'The speech model refused the recording.' },
  transcription_quota_used: {
    status: 503,
    message: 'The allowance of the speech model is used up for today.',
  },
  transcription_too_large: { status: 413, message: 'The recording is too large for the speech model.' },
  transcription_unavailable: {
    status: 503,
    message: 'The speech model could not be reached or was out of capacity.',
  },
  transcription_invalid: {
    status: 502,
    message: 'The speech model gave an answer that could not be understood.',
  },
  timed_out: { status: 504, message: 'The analysis made no progress for too long.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type FaultCode = keyof typeof FAULTS;
export type FaultStatus = (typeof FAULTS)[FaultCode]['status'];
export type FaultDetails = Readonly<Record<string, unknown>>;

/** An expected failure. `message` and `details` may be shown to the caller; `cause` is for the log alone. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly details: FaultDetails;

  constructor(
    code: FaultCode,
    message: string = FAULTS[code].message,
    details: FaultDetails = {},
    cause?: unknown,
  ) {
    super(message, { cause });
    this.code = code;
    this.details = details;
  }

  get status(): FaultStatus {
    return FAULTS[this.code].status;
  }
}

/** What is stored and shown of a fault. */
export function toFailure({ code, message, details }: Fault) {
  return { code, message, details };
}

type Issue = z.core.$ZodIssue;

/** Parses what a caller sent. Throws the fault of the first field that is not valid. */
export function parseValid<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) throw toFault(parsed.error);
  return parsed.data;
}

/** Says what is wrong with the first offending field, naming it as the caller wrote it: `options.language`. */
export function toFault(error: z.core.$ZodError): Fault {
  const issue = error.issues[0] && mostSpecific(error.issues[0]);
  if (!issue) return new Fault('invalid_request');
  if (issue.code === 'unrecognized_keys') {
    const field = fieldName([...issue.path, issue.keys[0] ?? '']);
    return new Fault('unknown_field', `Unknown field "${field}".`, { field });
  }
  const field = fieldName(issue.path);
  if (isMissing(issue)) return new Fault('missing_field', `Field "${field}" is required.`, { field });
  return new Fault(
    codeFor(field),
    field === '' ? `The request ${issue.message}.` : `Field "${field}": ${issue.message}.`,
    { field },
  );
}

/** Of a value that may have several forms and has none, the issue with the first form. */
function mostSpecific(issue: Issue): Issue {
  const inner = issue.code === 'invalid_union' ? issue.errors[0]?.[0] : undefined;
  return inner ? mostSpecific({ ...inner, path: [...issue.path, ...inner.path] }) : issue;
}

/** `[ 'transcript', 'utterances', 3, 'end' ]` → `transcript.utterances[3].end`, each name as far as it is shown. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at > 0 ? '.' : ''}${shown(String(key))}`))
    .join('');
}

const SHOWN_CHARACTERS = 64;

/** A name that a caller made up, as far as an answer repeats it: 64 characters, the last of them `…` where there are more. */
export function shown(name: string): string {
  if (name.length <= SHOWN_CHARACTERS) return name;
  const characters = Array.from(name.slice(0, 2 * SHOWN_CHARACTERS));
  if (characters.length <= SHOWN_CHARACTERS && name.length <= 2 * SHOWN_CHARACTERS) return name;
  return `${characters.slice(0, SHOWN_CHARACTERS - 1).join('')}…`;
}

function isMissing(issue: Issue): boolean {
  return (
    issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('received undefined')
  );
}

function codeFor(field: string): FaultCode {
  return field.startsWith('transcript.') ? 'invalid_transcript' : 'invalid_request';
}
