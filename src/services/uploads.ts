import { recordingTooLarge } from '../adapters/storage/multipart-form.ts';
import type { AnalysisRef } from '../adapters/storage/ports.ts';
import type { UploadRepository } from '../db/uploads.ts';
import { requireScope } from '../domain/api-key.ts';
import { Fault } from '../domain/errors.ts';
import type { Source } from '../domain/submission.ts';
import {
  fromUploadId,
  missingParts,
  partBytesFor,
  partCount,
  partSize,
  type Upload,
  UPLOAD_LIFETIME_MS,
  type UploadPart,
  type UploadPlan,
} from '../domain/upload.ts';
import type { Context } from './deps.ts';
import { findMade, newIdFor } from './idempotency.ts';

const ANY_CONTENT_TYPE = 'application/octet-stream';

/** Begins an upload in parts. Throws `recording_too_large`. */
export async function createUpload(context: Context, plan: UploadPlan): Promise<Upload> {
  const { deps, principal } = context;
  requireScope(principal, 'write');
  const made = await findMade(context, 'upload', (id) => deps.uploads(principal).find(id), createdAtOf);
  if (made) return requireSamePlan(made, plan);
  const { maxRecordingBytes } = deps;
  if (plan.size_bytes > maxRecordingBytes) throw recordingTooLarge(maxRecordingBytes, 'size_bytes');
  const id = await newIdFor(context, 'upload');
  const contentType = plan.content_type ?? ANY_CONTENT_TYPE;
  const createdAt = deps.clock.now();
  const upload: Upload = {
    id,
    status: 'open',
    fileName: plan.file_name ?? null,
    contentType,
    sizeBytes: plan.size_bytes,
    sha256: plan.sha256?.toLowerCase() ?? null,
    partBytes: partBytesFor(plan.size_bytes),
    storageId: await deps.uploadParts.begin({ accountId: principal.accountId, id }, contentType),
    createdAt,
    expiresAt: createdAt + UPLOAD_LIFETIME_MS,
  };
  await deps.uploads(principal).add(upload);
  return upload;
}

const createdAtOf = ({ createdAt }: Upload) => createdAt;

/** The upload that an earlier request with the same idempotency key began. Throws `idempotency_mismatch`. */
function requireSamePlan(upload: Upload, plan: UploadPlan): Upload {
  const isSame =
    upload.sizeBytes === plan.size_bytes &&
    upload.fileName === (plan.file_name ?? null) &&
    upload.contentType === (plan.content_type ?? ANY_CONTENT_TYPE) &&
    upload.sha256 === (plan.sha256?.toLowerCase() ?? null);
  if (!isSame) throw new Fault('idempotency_mismatch');
  return upload;
}

interface PartBody {
  readonly stream: ReadableStream<Uint8Array> | null;
  /** The length that the request states. */
  readonly contentLengthBytes: number | null;
}

/**
 * Stores one part as it arrives. A part that is sent again replaces the earlier one. Throws `upload_not_found`,
 * `upload_expired`, `upload_closed`, and `invalid_request` for a number or a size that no part has.
 */
export async function putPart(
  context: Context,
  { id, number, body }: { id: string; number: number; body: PartBody },
): Promise<UploadPart> {
  requireScope(context.principal, 'write');
  const { upload, repository, ref } = await findUpload(context, id);
  if (upload.status !== 'open') throw new Fault('upload_closed', undefined, { status: upload.status });
  const sizeBytes = partSize(upload, number);
  if (sizeBytes === null) {
    const message = `This upload has the parts 1 to ${partCount(upload)}.`;
    throw new Fault('invalid_request', message, { field: 'part_number' });
  }
  if (body.stream === null || (body.contentLengthBytes ?? sizeBytes) !== sizeBytes) {
    const message = `Part ${number} must have exactly ${sizeBytes} bytes.`;
    throw new Fault('invalid_request', message, { field: 'body', size_bytes: sizeBytes });
  }
  const stored = { ref, storageId: upload.storageId };
  const etag = await context.deps.uploadParts.put(stored, number, body.stream, sizeBytes);
  const part = { number, sizeBytes, etag };
  await repository.putPart(upload.id, part);
  return part;
}

const MISSING_SHOWN = 100;

/**
 * Makes a recording of the parts and checks its size, and its SHA-256 where the plan gave one. Completing it again changes
 * nothing. Throws `upload_not_found`, `upload_expired`, `upload_incomplete`, and `upload_mismatch`, which removes the upload.
 */
export async function completeUpload(context: Context, id: string): Promise<UploadWithParts> {
  requireScope(context.principal, 'write');
  const found = await findUpload(context, id);
  const { upload, repository } = found;
  const parts = await repository.parts(upload.id);
  if (upload.status !== 'open') return { upload, parts };
  await assemble(context, found, parts);
  const problem = await findMismatch(context, found);
  if (problem) {
    await context.deps.recordings.remove(found.ref);
    await repository.remove(upload.id);
    throw problem;
  }
  await repository.changeStatus(upload.id, 'open', 'completed');
  return { upload: { ...upload, status: 'completed' }, parts };
}

/** Makes the recording, unless an earlier request that was cut off has made it. */
async function assemble(
  { deps }: Context,
  { upload, ref }: FoundUpload,
  parts: readonly UploadPart[],
): Promise<void> {
  if (await deps.recordings.find(ref)) return;
  const missing = missingParts(upload, parts);
  if (missing.length > 0) {
    const details = { missing_parts: missing.slice(0, MISSING_SHOWN), missing_count: missing.length };
    throw new Fault('upload_incomplete', `The upload lacks ${missing.length} of its parts.`, details);
  }
  await deps.uploadParts.complete({ ref, storageId: upload.storageId }, parts);
}

async function findMismatch({ deps }: Context, { upload, ref }: FoundUpload): Promise<Fault | null> {
  const sizeBytes = (await deps.recordings.find(ref))?.sizeBytes ?? 0;
  if (sizeBytes !== upload.sizeBytes) {
    const details = { field: 'size_bytes', announced: upload.sizeBytes, found: sizeBytes };
    return new Fault('upload_mismatch', `The recording has ${sizeBytes} bytes.`, details);
  }
  if (upload.sha256 === null) return null;
  const sha256 = await deps.uploadParts.sha256(ref);
  if (sha256 === upload.sha256) return null;
  const details = { field: 'sha256', announced: upload.sha256, found: sha256 };
  return new Fault('upload_mismatch', 'The recording has another SHA-256 than was announced.', details);
}

/** Removes an upload and all that was sent of it. Throws `upload_not_found`, `upload_expired`, `upload_used`. */
export async function abortUpload(context: Context, id: string): Promise<void> {
  requireScope(context.principal, 'write');
  const { deps } = context;
  const { upload, repository, ref } = await findUpload(context, id);
  if (upload.status === 'used' || (await deps.analysisObjects.read(upload.id)) !== null)
    throw new Fault('upload_used', undefined, { analysis_id: upload.id });
  await deps.uploadParts.abort({ ref, storageId: upload.storageId });
  await deps.recordings.remove(ref);
  await repository.remove(upload.id);
}

/** An upload and the parts that arrived. Throws `upload_not_found`, `upload_expired`. */
export async function readUpload(context: Context, id: string): Promise<UploadWithParts> {
  requireScope(context.principal, 'read');
  const { upload, repository } = await findUpload(context, id);
  return { upload, parts: await repository.parts(upload.id) };
}

interface UsableUpload {
  /** The analysis to make. */
  readonly ref: AnalysisRef;
  readonly source: Source;
  /** To be called once the analysis is made. */
  readonly markUsed: () => Promise<void>;
}

/** A completed upload that no analysis was made from. Throws `upload_not_found`, `upload_expired`, `upload_incomplete`, `upload_used`. */
export async function useUpload(context: Context, uploadId: string): Promise<UsableUpload> {
  requireScope(context.principal, 'write');
  const { upload, repository, ref } = await findUpload(context, uploadId);
  const { id, status, fileName, contentType, sizeBytes } = upload;
  if (status === 'open') throw new Fault('upload_incomplete', 'The upload was not completed.');
  if (status === 'used' || (await context.deps.analysisObjects.read(id)) !== null)
    throw new Fault('upload_used', undefined, { analysis_id: id });
  return {
    ref,
    source: { kind: 'upload', fileName, contentType, sizeBytes },
    markUsed: () => repository.changeStatus(id, 'completed', 'used'),
  };
}

interface FoundUpload {
  readonly upload: Upload;
  readonly repository: UploadRepository;
  /** Where its content is, and of which analysis it becomes the recording. */
  readonly ref: AnalysisRef;
}

interface UploadWithParts {
  readonly upload: Upload;
  /** In the order of their numbers. */
  readonly parts: readonly UploadPart[];
}

/** An upload of the caller's account and mode. Throws `upload_not_found`, and `upload_expired` for one that was not used in time. */
async function findUpload({ deps, principal }: Context, id: string): Promise<FoundUpload> {
  const repository = deps.uploads(principal);
  const uuid = fromUploadId(id);
  const upload = uuid && (await repository.find(uuid));
  if (!upload) throw new Fault('upload_not_found', undefined, { id });
  if (upload.status !== 'used' && upload.expiresAt <= deps.clock.now()) throw new Fault('upload_expired');
  return { upload, repository, ref: { accountId: principal.accountId, id: upload.id } };
}
