import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import { findUpload } from './find.ts';
import type { Context } from '../deps.ts';

/** Forgets an upload and all that was sent of it. Throws `upload_not_found`, `upload_expired`, `upload_used`. */
export async function abortUpload(context: Context, id: string): Promise<void> {
  requireScope(context.principal, 'write');
  const { upload, shelf, ref } = await findUpload(context, id);
  const { deps } = context;
  if (upload.status === 'used' || (await deps.objects.read(upload.id)) !== null)
    throw new Fault('upload_used', undefined, { analysis_id: upload.id });
  await deps.partStore.abort({ ref, storageId: upload.storageId });
  await deps.recordings.remove(ref);
  await shelf.remove(upload.id);
}
