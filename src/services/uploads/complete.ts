import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import { missingParts, type UploadPart } from '../../domain/upload.ts';
import type { Context } from '../deps.ts';
import { findUpload, type FoundUpload, type UploadWithParts } from './find.ts';

const MISSING_SHOWN = 100;

/**
 * Makes a recording of the parts and checks its size and, where it was announced, its SHA-256. Completing it again changes
 * nothing. Throws `upload_not_found`, `upload_expired`, `upload_incomplete`, and `upload_mismatch`: then everything is gone.
 */
export async function completeUpload(context: Context, id: string): Promise<UploadWithParts> {
  requireScope(context.principal, 'write');
  const found = await findUpload(context, id);
  const { upload, shelf } = found;
  const parts = await shelf.parts(upload.id);
  if (upload.status !== 'open') return { upload, parts };
  await assemble(context, found, parts);
  const problem = await mismatch(context, found);
  if (problem) {
    await context.deps.recordings.remove(found.ref);
    await shelf.remove(upload.id);
    throw problem;
  }
  await shelf.move(upload.id, 'open', 'completed');
  return { upload: { ...upload, status: 'completed' }, parts };
}

/** Where an earlier request was cut off in the middle, the recording may be there already. */
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
  await deps.partStore.complete({ ref, storageId: upload.storageId }, parts);
}

async function mismatch({ deps }: Context, { upload, ref }: FoundUpload): Promise<Fault | null> {
  const sizeBytes = (await deps.recordings.find(ref))?.sizeBytes ?? 0;
  if (sizeBytes !== upload.sizeBytes) {
    const details = { field: 'size_bytes', announced: upload.sizeBytes, found: sizeBytes };
    return new Fault('upload_mismatch', `The recording has ${sizeBytes} bytes.`, details);
  }
  if (upload.sha256 === null) return null;
  const sha256 = await deps.partStore.sha256(ref);
  if (sha256 === upload.sha256) return null;
  const details = { field: 'sha256', announced: upload.sha256, found: sha256 };
  return new Fault('upload_mismatch', 'The recording has another SHA-256 than was announced.', details);
}
