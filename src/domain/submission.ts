import { z } from 'zod';
import { Role } from './transcript.ts';
import { TranscriptInput } from './transcript-input.ts';

const METADATA_MAX_BYTES = 16 * 1024;

const Reference = z.string().min(1).max(256);
const WebUrl = z.url({ protocol: /^https?$/ }).max(2048);
const ByteLength = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).byteLength;

export const Metadata = z
  .record(z.string(), z.unknown())
  .refine(
    (value) => ByteLength(value) <= METADATA_MAX_BYTES,
    `must be at most ${METADATA_MAX_BYTES} bytes as JSON`,
  );

export const Options = z.strictObject({
  /** BCP 47 tag of the call's language. */
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a BCP 47 language tag such as "en" or "en-GB"')
    .optional(),
  /** Which role speaks on which channel, for recordings with one speaker per channel. */
  channels: z
    .record(z.string().regex(/^[0-7]$/, 'must be a channel number from 0 to 7'), Role.exclude(['unknown']))
    .optional(),
  /** Which role a speaker label of the submitted transcript has. */
  roles: z.record(z.string().min(1).max(256), Role.exclude(['unknown'])).optional(),
});
export type Options = z.infer<typeof Options>;

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
  recorded_at: z.iso.datetime({ offset: true }).optional(),
  callback_url: WebUrl.optional(),
  options: Options.optional(),
  metadata: Metadata.optional(),
};

/** The form fields of a multipart submission, whose source is its `file` part. */
export const UploadRequest = z.strictObject(fields);
export type UploadRequest = z.infer<typeof UploadRequest>;

/** The JSON body of a submission. Exactly one of the three sources must be given. */
export const SubmissionRequest = z
  .strictObject({
    recording_url: WebUrl.optional(),
    transcript_url: WebUrl.optional(),
    transcript: TranscriptInput.optional(),
    ...fields,
  })
  .refine(
    (body) =>
      [body.recording_url, body.transcript_url, body.transcript].filter((source) => source !== undefined)
        .length === 1,
    'needs exactly one source: "recording_url", "transcript_url", "transcript", or a multipart "file" part',
  );
export type SubmissionRequest = z.infer<typeof SubmissionRequest>;

export const Source = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('upload'),
    fileName: z.string().nullable(),
    contentType: z.string(),
    sizeBytes: z.int().nonnegative(),
  }),
  z.strictObject({ kind: z.literal('transcript') }),
]);
export type Source = z.infer<typeof Source>;

/** A submission as accepted: who and what it is about, and where its content came from, without the content. */
export const Submission = z.strictObject({
  source: Source,
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
  options: Options,
  metadata: z.record(z.string(), z.unknown()),
});
export type Submission = z.infer<typeof Submission>;

export function toSubmission(request: UploadRequest, source: Source): Submission {
  return {
    source,
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
    callbackUrl: request.callback_url ?? null,
    options: request.options ?? {},
    metadata: request.metadata ?? {},
  };
}
