import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import { partBytesFor, type Upload, UPLOAD_LIFETIME_MS, type UploadPlan } from '../../domain/upload.ts';
import type { Context } from '../deps.ts';

/** Begins an upload in parts. Throws `recording_too_large`. */
export async function createUpload({ deps, principal }: Context, plan: UploadPlan): Promise<Upload> {
  requireScope(principal, 'write');
  const { accountId, livemode } = principal;
  const { maxRecordingBytes } = deps;
  if (plan.size_bytes > maxRecordingBytes) {
    const details = { field: 'size_bytes', max_bytes: maxRecordingBytes };
    throw new Fault(
      'recording_too_large',
      `A recording may have at most ${maxRecordingBytes} bytes.`,
      details,
    );
  }
  const id = deps.newId();
  const contentType = plan.content_type ?? 'application/octet-stream';
  const createdAt = deps.clock.now();
  const upload: Upload = {
    id,
    status: 'open',
    fileName: plan.file_name ?? null,
    contentType,
    sizeBytes: plan.size_bytes,
    sha256: plan.sha256?.toLowerCase() ?? null,
    partBytes: partBytesFor(plan.size_bytes),
    storageId: await deps.partStore.begin({ accountId, id }, contentType),
    createdAt,
    expiresAt: createdAt + UPLOAD_LIFETIME_MS,
  };
  await deps.uploadShelf(accountId, livemode).add(upload);
  return upload;
}
