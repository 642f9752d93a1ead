import type { AnalysisRef } from '../../adapters/storage/ports.ts';
import type { ExternalId } from '../../db/external-ids.ts';
import { type Analysis, queued } from '../../domain/analysis.ts';
import { requireScope } from '../../domain/api-key.ts';
import { Fault } from '../../domain/errors.ts';
import { namedLanguage } from '../../domain/submission-options.ts';
import {
  type BatchPlace,
  type Source,
  type Submission,
  type SubmissionRequest,
  toSubmission,
  type UploadRequest,
} from '../../domain/submission.ts';
import type { Transcript } from '../../domain/transcript.ts';
import { readTranscript } from '../../formats/imports/read-transcript.ts';
import { redactCall, requireRedactable } from '../../pii/redact.ts';
import { requireBudget } from '../accounts.ts';
import type { Context } from '../deps.ts';
import { useUpload } from '../uploads.ts';
import { mockCall } from './mock-calls.ts';

/** What is settled before the analysis is made. Submitting twice under the same `id` makes one analysis. */
interface Place {
  readonly id?: string;
  readonly batch?: BatchPlace;
}

/**
 * Accepts a submission whose content is in its JSON body.
 * The content is stored before the object is made: an object never waits for content that does not exist.
 */
export async function submitAnalysis(
  context: Context,
  request: SubmissionRequest,
  place: Place = {},
): Promise<Analysis> {
  const { principal } = context;
  requireScope(principal, 'write');
  const { recording_url: recordingUrl, transcript_url: transcriptUrl, transcript, ...rest } = request;
  const { upload_id: uploadId, ...fields } = rest;
  requireCallable(context, fields);
  await requireBudget(context.deps, principal.accountId);
  const mock = mockCall(recordingUrl, principal.livemode);
  const content = mock ?? transcript;
  if (content !== undefined && content !== null) {
    const source = { kind: 'transcript', ...(mock && { mockUrl: recordingUrl }) } as const;
    const read = readTranscript(content, namedLanguage(fields.options?.language));
    const { transcript: stored, options } = redactCall({ transcript: read, options: fields.options ?? {} });
    return acceptTranscript(
      context,
      stored,
      toSubmission({ ...fields, options }, source, place.batch),
      place,
    );
  }
  if (uploadId !== undefined) return acceptUploaded(context, uploadId, fields, place);
  const url = recordingUrl ?? transcriptUrl ?? '';
  const source = { kind: recordingUrl === undefined ? 'transcript_url' : 'recording_url', url } as const;
  return acceptUrl(context, url, toSubmission(fields, source, place.batch), place);
}

async function acceptTranscript(
  context: Context,
  transcript: Transcript,
  submission: Submission,
  place: Place,
): Promise<Analysis> {
  const ref = refFor(context, place);
  await context.deps.documents.add('transcript', ref, transcript);
  return accept(context, ref, submission);
}

/** What is at the URL is fetched by the first step; a URL that never can be is refused at once. Throws `url_not_allowed`. */
async function acceptUrl(
  context: Context,
  url: string,
  submission: Submission,
  place: Place,
): Promise<Analysis> {
  context.deps.safeFetch.check(url);
  return accept(context, refFor(context, place), submission);
}

/** The analysis has the id of its upload, so an upload cannot stand for the one that a place was made for. */
async function acceptUploaded(
  context: Context,
  uploadId: string,
  fields: UploadRequest,
  place: Place,
): Promise<Analysis> {
  if (place.id !== undefined) {
    const message = 'Field "upload_id": only POST /v1/analyses takes uploads.';
    throw new Fault('invalid_request', message, { field: 'upload_id' });
  }
  const { ref, source, markUsed } = await useUpload(context, uploadId);
  const analysis = await accept(context, ref, toSubmission(fields, source));
  await markUsed();
  return analysis;
}

function refFor({ deps, principal }: Context, place: Place): AnalysisRef {
  return { accountId: principal.accountId, id: place.id ?? deps.newId() };
}

/** Accepts a recording that was stored under `ref` while the request was read. */
export async function submitUpload(
  context: Context,
  ref: AnalysisRef,
  source: Source,
  fields: UploadRequest,
): Promise<Analysis> {
  requireScope(context.principal, 'write');
  requireCallable(context, fields);
  await requireBudget(context.deps, ref.accountId);
  return accept(context, ref, toSubmission(fields, source));
}

/** Throws `url_not_allowed` where the callback could never be delivered. */
function requireCallable({ deps }: Context, { callback_url: own, options }: UploadRequest): void {
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
  const identity = { ...ref, livemode: principal.livemode };
  const settings = await deps.accountSettings.get(ref.accountId);
  const retentionDays = submission.retentionDays ?? settings.retentionDays;
  const analysis = queued(identity, { ...submission, retentionDays }, deps.clock.now());
  await deps.analysisObjects.create(analysis.id, analysis);
  return analysis;
}

/** Whose recording an upload turned out to be: its own, or one that has the same external id. */
export interface NamedUpload {
  readonly id: string;
  readonly isNew: boolean;
}

/**
 * Accepts a recording that was stored under `ref` unless its external id is known; then it is removed again. Of several
 * at the same time one is accepted. Where that one was cut off before its object was made, the next makes up for it.
 */
export async function submitNamedUpload(
  context: Context,
  ref: AnalysisRef,
  source: Source,
  fields: UploadRequest,
): Promise<NamedUpload> {
  requireScope(context.principal, 'write');
  const { recordings } = context.deps;
  const name = nameOf(fields);
  const holder = name === null ? { ...ref, isAccepted: false } : await findHolder(context, ref, name);
  if (!holder.isAccepted) await submitUpload(context, holder, source, fields);
  if (holder.id === ref.id) return { id: ref.id, isNew: true };
  await recordings.remove(ref);
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
  const { accountId } = context.principal;
  const { externalIds, analyses, recordings } = context.deps;
  const names = externalIds(context.principal);
  const id = await names.claim(name, ref.id);
  if (id === ref.id) return { ...ref, isAccepted: false };
  if (await analyses(context.principal).find(id)) return { accountId, id, isAccepted: true };
  if (await recordings.find({ accountId, id })) return { accountId, id, isAccepted: false };
  await names.release(name, id);
  return findHolder(context, ref, name);
}
