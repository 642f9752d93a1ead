import type { ExpiredUpload } from '../../db/expired-uploads.ts';
import type { Deps } from '../deps.ts';

const AT_ONCE = 500;
/** Lets a submission that found its upload in time make its analysis. */
const GRACE_MS = 60 * 60 * 1000;

export type SweepUploadsDeps = Pick<
  Deps,
  'clock' | 'expiredUploads' | 'objects' | 'partStore' | 'recordings'
>;

/**
 * Removes up to 500 uploads that expired at least an hour ago, with their content unless an analysis has it. Answers how
 * many; the next night goes on where there were more.
 */
export async function sweepUploads(deps: SweepUploadsDeps): Promise<number> {
  const expired = await deps.expiredUploads.list(deps.clock.now() - GRACE_MS, AT_ONCE);
  for (const upload of expired) {
    if (!(await isUsed(deps, upload))) await removeContent(deps, upload);
    await deps.expiredUploads.remove(upload.id);
  }
  return expired.length;
}

/** Also where the submission was cut off before it could say so. */
async function isUsed({ objects }: SweepUploadsDeps, { id, status }: ExpiredUpload): Promise<boolean> {
  return status === 'used' || (await objects.read(id)) !== null;
}

async function removeContent(
  { partStore, recordings }: SweepUploadsDeps,
  { accountId, id, storageId }: ExpiredUpload,
): Promise<void> {
  const ref = { accountId, id };
  await partStore.abort({ ref, storageId });
  await recordings.remove(ref);
}
