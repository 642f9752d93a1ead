import { type Analysis, queued } from '../../domain/analysis.ts';
import { namedLanguage } from '../../domain/call-language.ts';
import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import {
  type BatchPlace,
  type Source,
  type Submission,
  type SubmissionRequest,
  toSubmission,
  type UploadRequest,
} from '../../domain/submission.ts';
import type { Transcript } from '../../domain/transcript.ts';
import { readTranscript } from '../../formats/transcript-inputs/index.ts';
import { redactCall } from '../../redaction/redact-call.ts';
import { requireRedactable } from '../../redaction/redact.ts';
import type { AnalysisRef } from '../../platform/ports.ts';
import type { Context } from '../deps.ts';
import { requireBudget } from '../accounts/require-budget.ts';
import { useUpload } from '../uploads/use.ts';
import { mockCall } from './mock-call.ts';

/** What is settled before the analysis is made. Submitting twice under the same `id` makes one analysis. */
export interface Place {
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
  context.deps.outbound.check(url);
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
  if (callbackUrl !== undefined) deps.outbound.check(callbackUrl);
}

async function accept(
  { deps, principal }: Context,
  ref: AnalysisRef,
  submission: Submission,
): Promise<Analysis> {
  const { redact = [], language = 'en' } = submission.options;
  if (redact.length > 0) requireRedactable(language);
  const identity = { ...ref, livemode: principal.livemode };
  const settings = await deps.accountSettings.of(ref.accountId);
  const retentionDays = submission.retentionDays ?? settings.retentionDays;
  const analysis = queued(identity, { ...submission, retentionDays }, deps.clock.now());
  await deps.objects.create(analysis);
  return analysis;
}
