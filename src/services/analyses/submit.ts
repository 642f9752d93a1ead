import { type Analysis, queued } from '../../domain/analysis.ts';
import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import {
  type Source,
  type Submission,
  type SubmissionRequest,
  toSubmission,
  type UploadRequest,
} from '../../domain/submission.ts';
import { toTranscript } from '../../domain/transcript-input.ts';
import type { AnalysisRef } from '../../platform/ports.ts';
import type { Context } from '../deps.ts';

/**
 * Accepts a submission whose content is in its JSON body.
 * The content is stored before the object is made: an object never waits for content that does not exist.
 */
export async function submitAnalysis(context: Context, request: SubmissionRequest): Promise<Analysis> {
  const { deps, principal } = context;
  requireScope(principal, 'write');
  const { recording_url: recordingUrl, transcript_url: transcriptUrl, transcript, ...fields } = request;
  if (!transcript) {
    throw new Fault('not_implemented', undefined, {
      field: recordingUrl ? 'recording_url' : transcriptUrl && 'transcript_url',
    });
  }
  const ref = { accountId: principal.accountId, id: deps.newId() };
  await deps.documents.put('transcript', ref, toTranscript(transcript, fields.options?.language));
  return accept(context, ref, toSubmission(fields, { kind: 'transcript' }));
}

/** Accepts a recording that was stored under `ref` while the request was read. */
export function submitUpload(
  context: Context,
  ref: AnalysisRef,
  source: Source,
  fields: UploadRequest,
): Promise<Analysis> {
  requireScope(context.principal, 'write');
  return accept(context, ref, toSubmission(fields, source));
}

async function accept(
  { deps, principal }: Context,
  ref: AnalysisRef,
  submission: Submission,
): Promise<Analysis> {
  const identity = { ...ref, livemode: principal.livemode };
  const analysis = queued(identity, submission, deps.clock.now());
  await deps.objects.create(analysis);
  return analysis;
}
