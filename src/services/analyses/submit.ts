import type { AnalysisRef } from '../../adapters/storage/ports.ts';
import type { ExternalId } from '../../db/external-ids.ts';
import { type Analysis, queued } from '../../domain/analysis.ts';
import { requireScope } from '../../domain/api-key.ts';
import { Fault } from '../../domain/errors.ts';
import { namedLanguage } from '../../domain/language.ts';
import {
  type BatchPlace,
  type Source,
  type Submission,
  type SubmissionRequest,
  toSubmission,
  type UploadRequest,
} from '../../domain/submission.ts';
import { readTranscript } from '../../formats/imports/read-transcript.ts';
import { redactCall, requireRedactable } from '../../pii/redact.ts';
import { requireBudget } from '../budget.ts';
import type { Context } from '../deps.ts';
import { useUpload } from '../uploads.ts';
import { mockCall } from './mock-calls.ts';

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
  const ref = refFor(context, reserved);
  await context.deps.documents.add('transcript', ref, transcript);
  return accept(context, ref, toSubmission({ ...fields, options }, source, reserved.batch));
}

/** The first step fetches what is at the URL. A URL that is never fetched is refused at once. Throws `url_not_allowed`. */
async function acceptUrl(
  context: Context,
  { source, fields, reserved }: Accepting<Extract<Source, { url: string }>>,
): Promise<Analysis> {
  context.deps.safeFetch.check(source.url);
  return accept(context, refFor(context, reserved), toSubmission(fields, source, reserved.batch));
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

function refFor({ deps, principal }: Context, { id }: Reserved): AnalysisRef {
  return { accountId: principal.accountId, id: id ?? deps.newId() };
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
  requireAllowedCallback(context, fields);
  await requireBudget(context.deps, ref.accountId);
  return accept(context, ref, toSubmission(fields, source));
}

/** Throws `url_not_allowed` where the callback could never be delivered. */
function requireAllowedCallback({ deps }: Context, { callback_url: own, options }: UploadRequest): void {
  const callbackUrl = own ?? options?.callback_url;
  if (callbackUrl !== undefined) deps.safeFetch.check(callbackUrl);
}

async function accept(
  { deps, principal }: Context,
  ref: AnalysisRef,
  submission: Submission,
): Promise<Analysis> {
  const { redact = [], language = 'en' } = submission.options;
  if (redact.length > 0) requireRedactable(language);
  const settings = await deps.accountSettings.get(ref.accountId);
  const retentionDays = submission.retentionDays ?? settings.retentionDays;
  const identity = { ...ref, livemode: principal.livemode };
  const analysis = queued(identity, { ...submission, retentionDays }, deps.clock.now());
  await deps.analysisObjects.create(analysis.id, analysis);
  return analysis;
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
  const { ref, fields } = upload;
  const name = nameOf(fields);
  const holder = name === null ? { ...ref, isAccepted: false } : await findHolder(context, ref, name);
  if (!holder.isAccepted) await submitUpload(context, { ...upload, ref: holder });
  if (holder.id === ref.id) return { id: ref.id, isNew: true };
  await context.deps.recordings.remove(ref);
  return { id: holder.id, isNew: false };
}

function nameOf({ external_id: externalId, metadata }: UploadRequest): ExternalId | null {
  const projectId = metadata?.['project_id'];
  if (externalId === undefined) return null;
  return { externalId, projectId: typeof projectId === 'string' ? projectId : '' };
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
  if (await deps.analyses(principal).find(id)) return { accountId, id, isAccepted: true };
  if (await deps.recordings.find({ accountId, id })) return { accountId, id, isAccepted: false };
  await names.release(name, id);
  return findHolder(context, ref, name);
}
