import { z } from 'zod';
import { CustomPrompts, Keyterms } from './configuration.ts';
import { CallLanguage } from './language.ts';
import { fitsAsJson, tooLargeAsJson } from './json.ts';
import { MAX_RETENTION_DAYS } from './tenant.ts';
import { InlineTranscript, Role } from './transcript.ts';
import { DEFAULT_PAYLOAD_FORMAT, PayloadFormat, WebUrl } from './webhook.ts';

/** What can be taken out of a transcript. `number`: any other string of digits or letters that identifies something. */
export const RedactionKind = z.enum(['card', 'phone', 'email', 'national_id', 'name', 'address', 'number']);
export type RedactionKind = z.infer<typeof RedactionKind>;

/** What stands where something was taken out: `[CARD]`. */
export function placeholderOf(kind: RedactionKind): string {
  return `[${kind.toUpperCase()}]`;
}

/** A placeholder anywhere in a text; its group is the kind in capitals. */
export const PLACEHOLDER = new RegExp(`\\[(${RedactionKind.options.join('|').toUpperCase()})\\]`, 'u');

/** Speech models by the names callers use: `nova-3` diarizes, `whisper` costs a tenth. */
export const SpeechModel = z.enum(['nova-3', 'whisper']);
export type SpeechModel = z.infer<typeof SpeechModel>;

/** What takes the place of what is taken out of a recording. */
export const AudioMask = z.enum(['silence', 'beep']);
export type AudioMask = z.infer<typeof AudioMask>;

/** Options are kept in the row of an analysis, which lists read. */
const PLAYBOOK_MAX_CHARACTERS = 20_000;

/** What clients of coaching APIs send within `options`. It is shown again with the analysis. */
const coachingOptions = {
  /** The same as `callback_url` beside `options`, which takes precedence. */
  callback_url: WebUrl.optional(),
  /** Accepted for such clients; speakers are diarized either way. */
  skip_diarization: z.boolean().optional(),
  /** What the organisation asks of its agents: one instruction per line or sentence. */
  playbook_content: z.string().min(1).max(PLAYBOOK_MAX_CHARACTERS).optional(),
  /** What the whole report should look at, in the account's words. Only a language model follows it. */
  prompt_overrides: z
    .array(z.strictObject({ title: z.string().max(200), content: z.string().max(2000) }))
    .max(10)
    .optional(),
  /** The same for parts of the report; takes precedence over the account's own for the part. */
  custom_prompts: CustomPrompts.optional(),
};

/** How a call is to be transcribed and analysed. */
export const Options = z
  .strictObject({
    /** BCP 47 tag of the call's language, or "auto". */
    language: CallLanguage.optional(),
    /** The speech model; by default that of the deployment. */
    transcription: SpeechModel.optional(),
    /** Words that the speech model would not expect. Those of the account's vocabulary come after them. */
    keyterms: Keyterms.optional(),
    /** Which role speaks on which channel, for recordings with one speaker per channel. */
    channels: z
      .record(z.string().regex(/^[0-7]$/, 'must be a channel number from 0 to 7'), Role.exclude(['unknown']))
      .optional(),
    /** What is removed from the transcript before it is stored. */
    redact: z.array(RedactionKind).max(RedactionKind.options.length).optional(),
    /** Keeps the recording of a redacted call: `true` as it is, with everything in it; `"redacted"` without what was redacted. */
    keep_audio: z.union([z.boolean(), z.literal('redacted')]).optional(),
    /** What is heard in its place in a redacted recording. A beep is there in WAV alone, in other formats silence. */
    audio_mask: AudioMask.optional(),
    /** Which role a speaker label of the submitted transcript has. */
    roles: z.record(z.string().min(1).max(256), Role.exclude(['unknown'])).optional(),
    ...coachingOptions,
  })
  .refine(({ redact = [], keep_audio: kept }) => kept !== 'redacted' || redact.length > 0, {
    path: ['keep_audio'],
    message: '"redacted" needs "redact": what is taken out of the recording',
  })
  .refine(({ audio_mask: mask, keep_audio: kept }) => mask === undefined || kept === 'redacted', {
    path: ['audio_mask'],
    message: 'needs "keep_audio": "redacted"',
  });
export type Options = z.infer<typeof Options>;

/** Options as they are stored. The limits of requests may change, and an accepted call must stay readable. */
const StoredOptions: z.ZodType<Options> = z.looseObject({});

/** Whether the recording may only be kept and played without what is redacted. */
export function keepsRedactedAudio({ keep_audio: kept }: Options): boolean {
  return kept === 'redacted';
}

const METADATA_MAX_BYTES = 16 * 1024;
const METADATA_MAX_DEPTH = 4;
const METADATA_MAX_KEYS = 100;

const Reference = z.string().min(1).max(256);
/** `mock://…` stands for a sample call, in test mode. */
const RecordingUrl = z.url({ protocol: /^(https?|mock)$/ }).max(2048);

/** What the caller keeps with a call: any JSON object that is small. */
export const Metadata = z.record(z.string(), z.unknown()).superRefine((value, context) => {
  const message = problemOfMetadata(value);
  if (message !== null) context.addIssue({ code: 'custom', message });
});

/** Goes no deeper than the limit, level by level, and measures the bytes only of what is within it. */
function problemOfMetadata(metadata: Readonly<Record<string, unknown>>): string | null {
  let level: object[] = [metadata];
  let keys = 0;
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > METADATA_MAX_DEPTH) return `must be at most ${METADATA_MAX_DEPTH} levels deep`;
    for (const one of level) if (!Array.isArray(one)) keys += Object.keys(one).length;
    if (keys > METADATA_MAX_KEYS) return `must have at most ${METADATA_MAX_KEYS} keys, those within counted`;
    level = level.flatMap((one) => Object.values(one).filter(isObject));
  }
  return fitsAsJson(metadata, METADATA_MAX_BYTES) ? null : tooLargeAsJson(METADATA_MAX_BYTES);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ISO_FORMS =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[Tt ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/u;
const RFC_2822 =
  /^(?:[A-Za-z]{3},?\s+)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4})\s+(\d{2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{4}|GMT|UTC?|Z)$/u;

/** A date with time and offset as RFC 3339 writes it, from any form of ISO 8601 but weeks, or of RFC 2822; what is neither stays. */
function asRfc3339(text: string): string {
  const [, year, month, day, hour = '00', minute = '00', second = '00', part, zone] =
    ISO_FORMS.exec(text) ?? [];
  if (year !== undefined)
    return `${year}-${month}-${day}T${hour}:${minute}:${second}${part ? `.${part}` : ''}${offsetOf(zone)}`;
  const [, date = '', name = '', inYear, inHour, inMinute, inSecond = '00', inZone] =
    RFC_2822.exec(text) ?? [];
  const at = MONTHS.indexOf(name.toLowerCase());
  if (inYear === undefined || at < 0) return text;
  const monthDay = `${String(at + 1).padStart(2, '0')}-${date.padStart(2, '0')}`;
  return `${inYear}-${monthDay}T${inHour}:${inMinute}:${inSecond}${offsetOf(inZone)}`;
}

/** `Z` where no offset is given. */
function offsetOf(zone = 'Z'): string {
  const [, sign, hours, minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/u.exec(zone) ?? [];
  return sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`;
}

/** When a call took place. Without an offset it is taken as UTC, a date without a time as its midnight. */
const RecordedAt = z
  .string()
  .max(64)
  .overwrite(asRfc3339)
  .check(z.iso.datetime({ offset: true }));

const fields = {
  /** What people call this recording. */
  name: Reference.optional(),
  /** What another system calls it. */
  external_id: Reference.optional(),
  org_id: Reference.optional(),
  rep_id: Reference.optional(),
  partner_org_id: z.uuid().optional(),
  partner_rep_id: z.uuid().optional(),
  parent_session_id: z.uuid().optional(),
  agent_id: Reference.optional(),
  contact_id: Reference.optional(),
  session_id: Reference.optional(),
  recorded_at: RecordedAt.optional(),
  callback_url: WebUrl.optional(),
  /** The format of its callback. */
  callback_format: PayloadFormat.optional(),
  /** Days that the analysis is kept once it is final; 0: until its callbacks were delivered or given up. */
  retention_days: z.int().min(0).max(MAX_RETENTION_DAYS).optional(),
  options: Options.optional(),
  metadata: Metadata.optional(),
};

/** The form fields of a multipart submission, whose source is its `file` part. */
export const UploadRequest = z.strictObject(fields);
export type UploadRequest = z.infer<typeof UploadRequest>;

/** The JSON body of a submission. Exactly one of the four sources must be given. */
export const SubmissionRequest = z
  .strictObject({
    recording_url: RecordingUrl.optional(),
    transcript_url: WebUrl.optional(),
    transcript: InlineTranscript.optional(),
    /** A completed upload of `POST /v1/uploads`, `upl_…`. */
    upload_id: z.string().max(100).optional(),
    ...fields,
  })
  .refine(
    (body) =>
      [body.recording_url, body.transcript_url, body.transcript, body.upload_id].filter(
        (source) => source !== undefined,
      ).length === 1,
    'needs exactly one source: "recording_url", "transcript_url", "transcript", "upload_id", or a multipart "file" part',
  );
export type SubmissionRequest = z.infer<typeof SubmissionRequest>;

export const Source = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('upload'),
    fileName: z.string().nullable(),
    contentType: z.string(),
    sizeBytes: z.int().nonnegative(),
  }),
  /** `mockUrl` where a sample call was asked for in place of a recording. */
  z.strictObject({ kind: z.literal('transcript'), mockUrl: z.string().optional() }),
  z.strictObject({ kind: z.literal('recording_url'), url: z.string() }),
  z.strictObject({ kind: z.literal('transcript_url'), url: z.string() }),
]);
export type Source = z.infer<typeof Source>;

/** Whether there is a recording to play, at the latest once it was fetched. */
export function isRecording({ kind }: Source): boolean {
  return kind === 'upload' || kind === 'recording_url';
}

/** Where a call is in a batch: the id of the batch and the position, from 0. */
export const BatchPlace = z.strictObject({ id: z.string(), index: z.int().nonnegative() });
export type BatchPlace = z.infer<typeof BatchPlace>;

/** A submission as accepted: who and what it is about, and where its content came from, without the content. */
export const Submission = z.strictObject({
  source: Source,
  batch: BatchPlace.optional(),
  /** Names the request that made it, where that had an idempotency key. */
  requestDigest: z.string().optional(),
  /** The object of that key, which keeps the answer. */
  idempotencyKeyName: z.string().optional(),
  name: z.string().nullable(),
  externalId: z.string().nullable(),
  orgId: z.string().nullable(),
  repId: z.string().nullable(),
  partnerOrgId: z.string().nullable(),
  partnerRepId: z.string().nullable(),
  parentSessionId: z.string().nullable(),
  agentId: z.string().nullable(),
  contactId: z.string().nullable(),
  sessionId: z.string().nullable(),
  recordedAt: z.string().nullable(),
  callbackUrl: z.string().nullable(),
  callbackFormat: PayloadFormat.default(DEFAULT_PAYLOAD_FORMAT),
  /** Days; `null`: as long as analyses are kept by default. */
  retentionDays: z.int().nullable().default(null),
  options: StoredOptions,
  metadata: z.record(z.string(), z.unknown()),
});
export type Submission = z.infer<typeof Submission>;

/** The accepted submission of a valid request, with `null` or defaults for what it leaves out. */
export function toSubmission(request: UploadRequest, source: Source, batch?: BatchPlace): Submission {
  return {
    source,
    ...(batch && { batch }),
    name: request.name ?? null,
    externalId: request.external_id ?? null,
    orgId: request.org_id ?? null,
    repId: request.rep_id ?? null,
    partnerOrgId: request.partner_org_id ?? null,
    partnerRepId: request.partner_rep_id ?? null,
    parentSessionId: request.parent_session_id ?? null,
    agentId: request.agent_id ?? null,
    contactId: request.contact_id ?? null,
    sessionId: request.session_id ?? null,
    recordedAt: request.recorded_at ?? null,
    callbackUrl: request.callback_url ?? request.options?.callback_url ?? null,
    callbackFormat: request.callback_format ?? DEFAULT_PAYLOAD_FORMAT,
    retentionDays: request.retention_days ?? null,
    options: request.options ?? {},
    metadata: request.metadata ?? {},
  };
}

/** What another system calls a recording, within one of its projects (`''`: none). */
export const ExternalId = z.strictObject({ projectId: z.string(), externalId: z.string() }).readonly();
export type ExternalId = z.infer<typeof ExternalId>;

/** `null` where the submission has none. */
export function externalIdOf({
  externalId,
  metadata,
}: {
  readonly externalId: string | null | undefined;
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
}): ExternalId | null {
  const projectId = metadata?.['project_id'];
  if (externalId === null || externalId === undefined) return null;
  return { externalId, projectId: typeof projectId === 'string' ? projectId : '' };
}
