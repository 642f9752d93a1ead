import sampleCall from '../../../examples/sales-call/sales-call.truth.json' with { type: 'json' };
import type { AnalysisRef } from '../../adapters/storage/ports.ts';
import { type Analysis, asAccepted, queued } from '../../domain/analysis.ts';
import { requireScope } from '../../domain/api-key.ts';
import { Fault } from '../../domain/errors.ts';
import { namedLanguage } from '../../domain/language.ts';
import {
  type BatchPlace,
  type Options,
  type Source,
  type Submission,
  type SubmissionRequest,
  toSubmission,
  type UploadRequest,
  type ExternalId,
  externalIdOf,
} from '../../domain/submission.ts';
import type { TranscriptInput } from '../../domain/transcript.ts';
import { fromUploadId } from '../../domain/upload.ts';
import { readTranscript } from '../../formats/imports/read-transcript.ts';
import { redactCall, requireRedactable } from '../../pii/redact.ts';
import { requireBudget } from '../budget.ts';
import type { Context } from '../deps.ts';
import { findMade, newIdFor, requireSameRequest } from '../idempotency.ts';
import { useUpload } from '../uploads.ts';
import perfectPitch from './mock-calls/perfect-pitch.json' with { type: 'json' };
import poorPitch from './mock-calls/poor-pitch.json' with { type: 'json' };
import { findAnalysis } from './read.ts';

/** What was given to an analysis before it is made. Submitting twice under the same `id` makes one analysis. */
interface Reserved {
  readonly id?: string;
  readonly batch?: BatchPlace;
}

/**
 * Accepts a submission in JSON: with its transcript, a URL, or the id of an upload. What it brings is stored before the
 * analysis object is made, so an object never waits for content that does not exist.
 */
export async function submitAnalysis(
  context: Context,
  { request, reserved = {} }: { request: SubmissionRequest; reserved?: Reserved },
): Promise<Analysis> {
  const { deps, principal } = context;
  requireScope(principal, 'write');
  const { recording_url: recordingUrl, transcript_url: transcriptUrl, transcript, ...rest } = request;
  const { upload_id: uploadId, ...fields } = rest;
  requireAllowedCallback(context, fields);
  const earlier = reserved.id === undefined ? await findEarlier(context, uploadId) : null;
  if (earlier) return earlier;
  await requireBudget(deps, principal.accountId);
  const mock = mockCall(recordingUrl, principal.livemode);
  if (mock) {
    const source = { kind: 'transcript', mockUrl: recordingUrl } as const;
    return acceptTranscript(context, mock, { source, fields, reserved });
  }
  if (transcript !== undefined && transcript !== null)
    return acceptTranscript(context, transcript, { source: { kind: 'transcript' }, fields, reserved });
  if (uploadId !== undefined) return acceptUploaded(context, uploadId, fields, reserved);
  return recordingUrl === undefined
    ? acceptUrl(context, { source: { kind: 'transcript_url', url: transcriptUrl ?? '' }, fields, reserved })
    : acceptUrl(context, { source: { kind: 'recording_url', url: recordingUrl }, fields, reserved });
}

/**
 * The analysis that an earlier request with the same idempotency key made, as it was when it was accepted. Throws
 * `idempotency_mismatch` where that was another request.
 */
async function findAccepted(context: Context): Promise<Analysis | null> {
  const made = await findSubmitted(context);
  if (!made) return null;
  await requireSameRequest(context, made.submission.requestDigest);
  return asAccepted(made);
}

/** The same, before the body of this request is read. */
export function findSubmitted(context: Context): Promise<Analysis | null> {
  const find = async (id: string) => (await context.deps.analysisObjects.read(id))?.analysis ?? null;
  return findMade(context, 'analysis', find, ({ createdAt }) => createdAt);
}

/** What was accepted of this request before: under its key, or of its upload. */
async function findEarlier(context: Context, uploadId: string | undefined): Promise<Analysis | null> {
  const made = await findAccepted(context);
  return made ?? (uploadId === undefined ? null : findOfUpload(context, uploadId));
}

interface Accepting<Kind extends Source> {
  readonly source: Kind;
  readonly fields: UploadRequest;
  readonly reserved: Reserved;
}

async function acceptTranscript(
  context: Context,
  content: unknown,
  { source, fields, reserved }: Accepting<Source>,
): Promise<Analysis> {
  const original = readTranscript(content, namedLanguage(fields.options?.language));
  const { transcript, options } = redactCall({ transcript: original, options: fields.options ?? {} });
  const ref = await refFor(context, reserved);
  await context.deps.documents.add('transcript', ref, transcript);
  return accept(context, ref, toSubmission({ ...fields, options }, source, reserved.batch));
}

/** The first step fetches what is at the URL. A URL that is never fetched is refused at once. Throws `url_not_allowed`. */
async function acceptUrl(
  context: Context,
  { source, fields, reserved }: Accepting<Extract<Source, { url: string }>>,
): Promise<Analysis> {
  context.deps.safeFetch.check(source.url);
  return accept(context, await refFor(context, reserved), toSubmission(fields, source, reserved.batch));
}

/** The analysis gets the id of its upload, so an upload does not fit where another id is reserved. */
async function acceptUploaded(
  context: Context,
  uploadId: string,
  fields: UploadRequest,
  reserved: Reserved,
): Promise<Analysis> {
  if (reserved.id !== undefined) throw uploadNotTaken();
  const { ref, source, markUsed } = await useUpload(context, uploadId);
  const analysis = await accept(context, ref, toSubmission(fields, source));
  await markUsed();
  return analysis;
}

/** The fault of an item or message that names an upload. */
export function uploadNotTaken(): Fault {
  const message = 'Field "upload_id": only POST /v1/analyses takes uploads.';
  return new Fault('invalid_request', message, { field: 'upload_id' });
}

/** The analysis that this very request, sent before with the same idempotency key, made from the upload. */
async function findOfUpload({ deps, principal, keyed }: Context, uploadId: string): Promise<Analysis | null> {
  const id = fromUploadId(uploadId);
  const digest = await keyed?.digest();
  if (id === null || !digest) return null;
  const made = (await deps.analysisObjects.read(id))?.analysis;
  const isSame = made?.submission.requestDigest === digest && made.accountId === principal.accountId;
  return made && isSame ? asAccepted(made) : null;
}

async function refFor(context: Context, { id }: Reserved): Promise<AnalysisRef> {
  return { accountId: context.principal.accountId, id: id ?? (await newIdFor(context, 'analysis')) };
}

export interface ReceivedUpload {
  /** Where the recording was stored while the request was read. */
  readonly ref: AnalysisRef;
  readonly source: Source;
  readonly fields: UploadRequest;
}

/** Accepts a recording that is stored already. */
export async function submitUpload(
  context: Context,
  { ref, source, fields }: ReceivedUpload,
): Promise<Analysis> {
  requireScope(context.principal, 'write');
  return (await findAccepted(context)) ?? acceptUpload(context, { ref, source, fields });
}

async function acceptUpload(context: Context, { ref, source, fields }: ReceivedUpload): Promise<Analysis> {
  requireAllowedCallback(context, fields);
  await requireBudget(context.deps, ref.accountId);
  return accept(context, ref, toSubmission(fields, source));
}

/** Throws `scope_required` without `read`, which what is sent there shows, and `url_not_allowed` where nothing could be sent. */
function requireAllowedCallback({ deps, principal }: Context, fields: UploadRequest): void {
  const callbackUrl = callbackOf(fields);
  if (callbackUrl === undefined) return;
  requireScope(principal, 'read');
  deps.safeFetch.check(callbackUrl);
}

/** Where the result of a submission is to be sent. */
export function callbackOf({ callback_url: own, options }: UploadRequest): string | undefined {
  return own ?? options?.callback_url;
}

/** A language that nobody declared is found out with the transcript. Throws `redaction_language`. */
export function requireRedactableAsDeclared({ redact = [], language }: Options): void {
  const declared = namedLanguage(language);
  if (redact.length > 0 && declared !== undefined) requireRedactable(declared);
}

const DELETED =
  'The analysis that was made with this "Idempotency-Key" is deleted. Send the request with another key.';

async function accept(
  { deps, principal, keyed }: Context,
  ref: AnalysisRef,
  submission: Submission,
): Promise<Analysis> {
  requireRedactableAsDeclared(submission.options);
  const settings = await deps.accountSettings.get(ref.accountId);
  const retentionDays = submission.retentionDays ?? settings.retentionDays;
  const identity = { ...ref, livemode: principal.livemode };
  const requestDigest = (await keyed?.digest()) ?? undefined;
  const stored = {
    ...submission,
    retentionDays,
    ...(requestDigest && { requestDigest }),
    ...(keyed && { idempotencyKeyName: keyed.name }),
  };
  const analysis = queued(identity, stored, deps.clock.now());
  const isThere = await deps.analysisObjects.create(analysis.id, analysis);
  if (!keyed || isThere) return analysis;
  await deps.contents.purge(ref);
  throw new Fault('idempotency_conflict', DELETED);
}

/** The analysis that an upload belongs to: its own, or the one that has the same external id. */
export interface NamedUpload {
  readonly id: string;
  readonly isNew: boolean;
}

/**
 * Accepts a recording that is stored already, unless its external id is known: then the recording is removed again. Of
 * several that come at the same time, one is accepted. Where that one was cut off before its object was made, the next
 * one makes it.
 */
export async function submitNamedUpload(context: Context, upload: ReceivedUpload): Promise<NamedUpload> {
  requireScope(context.principal, 'write');
  const earlier = await findAccepted(context);
  if (earlier) return { id: earlier.id, isNew: true };
  const { ref, fields } = upload;
  const name = externalIdOf({ externalId: fields.external_id, metadata: fields.metadata });
  const holder = name === null ? { ...ref, isAccepted: false } : await findHolder(context, ref, name);
  if (!holder.isAccepted) await acceptUpload(context, { ...upload, ref: holder });
  if (holder.id === ref.id) return { id: ref.id, isNew: true };
  await context.deps.recordings.remove(ref);
  return { id: holder.id, isNew: false };
}

/** Who has the external id: `ref` where nobody had it, or whoever had it left neither an analysis nor a recording. */
async function findHolder(
  context: Context,
  ref: AnalysisRef,
  name: ExternalId,
): Promise<AnalysisRef & { isAccepted: boolean }> {
  const { deps, principal } = context;
  const { accountId } = principal;
  const names = deps.externalIds(principal);
  const id = await names.claim(name, ref.id);
  if (id === ref.id) return { ...ref, isAccepted: false };
  if (await findAnalysis(context, id)) return { accountId, id, isAccepted: true };
  if (await deps.recordings.find({ accountId, id })) return { accountId, id, isAccepted: false };
  await names.release(name, id);
  return findHolder(context, ref, name);
}

const MOCK_SCHEME = 'mock://';

const MOCK_CALLS: ReadonlyMap<string, TranscriptInput> = new Map([
  ['perfect-pitch', perfectPitch],
  ['poor-pitch', poorPitch],
]);

/** The sample call that is shipped with its recording, as its script has it. */
const SAMPLE: TranscriptInput = {
  language: 'en',
  utterances: sampleCall.segments.map((segment) => ({
    speaker: segment.role,
    start: segment.start_ms / 1000,
    end: segment.end_ms / 1000,
    text: segment.text,
  })),
};

/**
 * The transcript that a URL such as `mock://perfect-pitch` stands for, always the same. An unknown name stands for the sample
 * call. `null` for every other URL. Throws `key_environment_mismatch` in live mode.
 */
function mockCall(recordingUrl: string | undefined, livemode: boolean): TranscriptInput | null {
  if (!recordingUrl?.startsWith(MOCK_SCHEME)) return null;
  if (livemode) throw new Fault('key_environment_mismatch', undefined, { field: 'recording_url' });
  return MOCK_CALLS.get(recordingUrl.slice(MOCK_SCHEME.length)) ?? SAMPLE;
}
