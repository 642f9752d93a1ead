import { html, raw } from 'hono/html';
import { type FaultCode, FAULTS } from '../../domain/errors.ts';

/** What a caller can do about each fault. Shown under `/docs/errors` and in docs/errors.md, which are made from it. */
const REMEDIES: Record<FaultCode, string> = {
  authentication_required: 'Send the key in one of the two headers, with every request.',
  invalid_api_key: 'Compare it with the key as it was shown when it was created; keys are not shown again.',
  key_revoked: 'Use another key, or have an admin of the account create one.',
  key_expired: 'Use another key, or have an admin of the account create one.',
  invalid_token: 'Check issuer, audience, signature and claims against what this deployment trusts.',
  token_expired: 'Get a fresh token from your issuer.',
  token_keys_unavailable:
    'Try again after a moment. If it lasts, check that the key set of the issuer is reachable.',
  scope_required: 'Use a key with the scope named in `details.scope`.',
  key_environment_mismatch: 'Use a test key, or give the URL of a recording.',
  budget_exhausted:
    'Raise `monthly_budget_usd_cents` (`PATCH /v1/account`), or wait until `details.renews_at`. An analysis that failed with this goes on after a retry (`POST …/retry`).',
  rate_limited:
    'Wait as long as `Retry-After` says; `X-RateLimit-Remaining` tells how many requests are left.',
  invalid_request: 'Correct the field named in `details.field`; the message says what it must be.',
  body_incomplete:
    'Send the request again; its sender, or a proxy on the way, closed the connection too early.',
  malformed_json:
    'Send one complete JSON value in UTF-8. `details.field` names a form field, where it was one.',
  malformed_gzip: 'Compress the body again, or send it without `Content-Encoding`.',
  malformed_multipart: 'Let your HTTP client make the body and its `Content-Type` with the boundary.',
  missing_field: 'Add the field named in `details.field`.',
  unknown_field: 'Remove the field named in `details.field`, or correct its spelling.',
  unprocessable: 'Correct the values named in the answer.',
  invalid_transcript: 'Correct the part of the transcript named in `details.field`.',
  configuration_not_found: 'Check the id, and that the key is of the same account and mode (live or test).',
  configuration_limit:
    'Delete an entry first: `details.max` is the limit. Of an entry with too many versions, make a new one.',
  redaction_language:
    'Leave out `options.redact`, or correct `options.language` where the call is in English.',
  audio_redaction_format:
    'Leave out `options.keep_audio`, or convert the recording to wav, mp3, aac, opus or flac with one channel or two.',
  recording_not_redacted:
    'Wait until the analysis has completed; where it failed, retry it. `details.status` is its state.',
  unsupported_encoding:
    'Send JSON as it is or compressed with gzip; forms, lines and parts as they are. `details.content_encoding` is what came.',
  unsupported_media_type: 'Set `Content-Type` to what the route takes.',
  url_not_allowed:
    'Use an https URL of a server on the public internet, or upload the content. Why a URL is refused is in the log of the deployment alone.',
  transcript_unrecognised: 'Send the transcript in one of these forms, complete and unchanged.',
  payload_too_large: 'Send less at once: `details.max_bytes`, or `details.max_values`, is the limit.',
  recording_too_large:
    'Send it in parts with `POST /v1/uploads`, or compress it: `details.max_bytes` is the limit of a single request.',
  upload_not_found: 'Check the id, and that the key is of the same account and mode (live or test).',
  upload_incomplete: 'Send the parts in `details.missing_parts`, then complete the upload.',
  upload_closed: 'Nothing, where it was completed: submit it. Otherwise begin another upload.',
  upload_used: 'Fetch the analysis in `details.analysis_id`; begin another upload for another analysis.',
  upload_expired: 'Begin another upload.',
  upload_mismatch: 'Compare size and SHA-256 of what you sent with what you announced, and send it again.',
  analysis_not_found: 'Check the id, and that the key is of the same account and mode (live or test).',
  analysis_not_listed:
    'The database was busy when the call was accepted; its row follows within seconds. Send the request again.',
  session_not_found:
    'Submit the call with this `session_id` first; check that the key is of the same account and mode (live or test).',
  api_key_not_found: 'Check the id, and that the key you use is of the same account and mode (live or test).',
  too_many_listeners: 'Poll `/v1/analyses/{id}/progress`, or share one stream among your listeners.',
  webhook_not_found: 'Check the id, and that the key you use is of the same account and mode (live or test).',
  delivery_not_found: 'Check the id against the list of deliveries of the webhook or the analysis.',
  too_many_callbacks: 'Make a webhook for the account: it is told of every analysis.',
  too_many_webhooks: 'Delete a webhook that is not needed; `details.max` is the limit.',
  signing_not_configured: 'Have the operator set SECRETS_KEY: 32 random bytes as base64.',
  last_admin_key: 'Create another key with the scope "admin" first.',
  idempotency_mismatch: 'Send the very request again, byte for byte, or use a new key for the new one.',
  idempotency_conflict:
    'Send it again after the time in `Retry-After`: you will get the answer of the first.',
  batch_not_found: 'Check the id, and that the key is of the same account and mode (live or test).',
  batch_final: 'Nothing: read what became of the items.',
  batch_rejected:
    'Correct or leave out the items listed in `details.errors`; or send the batch without `strict`.',
  batch_too_large: 'Split it: `details.max_items` is the limit.',
  route_not_found: 'Check method and path against `/openapi.json`.',
  report_not_ready: 'Wait until the status is `completed`. A failed analysis has no report.',
  report_not_found: 'Take a version from `GET /v1/analyses/{id}/reports`.',
  analysis_final: 'Nothing. To have it removed, delete it.',
  analysis_not_retryable:
    'Wait until it is final. To have a completed analysis analysed again, rescore it (`POST …/rescore`).',
  rescore_pending: 'Wait until `rescore` is null in `GET /v1/analyses/{id}/reports`.',
  too_many_reports: 'Submit the call as another analysis.',
  transcript_not_ready:
    'Wait until the analysis has got past `transcribing`; `details.status` tells where it is.',
  no_recording: 'Nothing: only an analysis of a recording has one.',
  range_not_satisfiable:
    'Ask for bytes before the length that `Content-Range` and `details.size_bytes` tell.',
  internal_error: 'Try again. If it happens again, report the `request_id`.',
  audio_empty:
    'Check that the recording was saved completely and is not silent by accident; submit it again.',
  audio_header_missing: 'Send a WAV file with its header, or convert the raw samples first.',
  audio_unrecognised: 'Convert the recording to one of these formats.',
  audio_truncated: 'Upload the file again, complete; `details` has both lengths.',
  audio_undecodable: 'Convert the recording again from its source; the file is damaged.',
  recording_too_long: 'Cut the recording into calls: `details.max_seconds` is the limit.',
  source_refused:
    'Open the URL yourself: `details.status` is what its server answered. Signed URLs may have expired.',
  source_unavailable: 'Submit the call again later, or upload the content: several tries were made.',
  source_too_large: 'Compress the content: `details.max_bytes` is the limit.',
  source_timed_out: 'Upload the content, or serve it faster.',
  recording_missing: 'Submit the recording again.',
  unsupported_language: 'Choose a language in `options.language` that the speech model knows.',
  transcription_rejected:
    'Check that the recording plays; convert it to a common format and submit it again.',
  transcription_quota_used:
    'It was waited for, for three days. Retry the analysis later (`POST …/retry`): the recording is kept. Operators: buy more of the model.',
  transcription_too_large: 'Compress the recording, or cut it into calls, and submit it again.',
  transcription_unavailable: 'Submit the call again later: several tries were made.',
  transcription_invalid: 'Submit the call again later. If it happens again, report the id of the analysis.',
  timed_out: 'Submit the call again. If it happens again, report the id of the analysis.',
};

interface Entry {
  readonly code: FaultCode;
  readonly status: number;
  readonly message: string;
  readonly remedy: string;
}

const entries: readonly Entry[] = Object.entries(REMEDIES)
  .filter((entry): entry is [FaultCode, string] => entry[0] in FAULTS)
  .map(([code, remedy]) => ({ code, remedy, ...FAULTS[code] }))
  .toSorted((a, b) => a.status - b.status || a.code.localeCompare(b.code));

const INTRODUCTION =
  'Every error has a code; each API words the rest in its own envelope. An analysis that failed carries such a code ' +
  'too, in its "error": the status here is then what the fault would have as the answer to a request.';

/** The table of docs/errors.md. */
export function errorsMarkdown(): string {
  const rows = entries.map(
    ({ code, status, message, remedy }) =>
      `| \`${code}\` | ${status} | ${message.replaceAll('<', '&lt;')} | ${remedy} |`,
  );
  return `# Errors\n\n${INTRODUCTION}\n\n| code | status | meaning | what to do |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

/** The page that the `doc_url` of an error points into: each code is an anchor. */
export function errorsPage() {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Errors · Debrief</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>Errors</h1>
          <p>${INTRODUCTION}</p>
          <p><a href="/docs">API reference</a></p>
          ${entries.map(
            ({ code, status, message, remedy }) =>
              html`<section id="${code}">
                <h2>
                  <a href="#${code}"><code>${code}</code></a> <span>${status}</span>
                </h2>
                <p>${message}</p>
                <p>${inCode(remedy)}</p>
              </section> `,
          )}
        </main>
      </body>
    </html> `;
}

/** Text between backticks becomes code. */
function inCode(text: string) {
  return text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part));
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dce1, #3a3f47); --mark: light-dark(#fff4d6, #3b3320); }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; color: light-dark(#1b1f24, #e6e8eb); background: light-dark(#fff, #16181c); }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1.25rem 6rem; }
h1 { font-size: 1.75rem; }
h2 { display: flex; justify-content: space-between; gap: 1rem; margin: 0; font-size: 1.05rem; overflow-wrap: anywhere; }
h2 a { color: inherit; text-decoration: none; }
h2 span { color: light-dark(#5b6470, #9aa3ad); font-weight: 400; font-variant-numeric: tabular-nums; }
section { padding: 1rem .75rem; border-top: 1px solid var(--line); scroll-margin-top: 1rem; }
section p { margin: .4rem 0 0; }
section:target { background: var(--mark); border-radius: .4rem; }
a { color: light-dark(#0b57d0, #8ab4f8); }
code { font: .95em ui-monospace, monospace; }
`;
