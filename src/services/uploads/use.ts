import { Fault } from '../../domain/fault.ts';
import type { Source } from '../../domain/submission.ts';
import type { AnalysisRef } from '../../platform/ports.ts';
import type { Context } from '../deps.ts';
import { findUpload } from './find.ts';

export interface UsableUpload {
  /** The analysis to make. */
  readonly ref: AnalysisRef;
  readonly source: Source;
  /** To be called once the analysis is made. */
  readonly markUsed: () => Promise<void>;
}

/** A completed upload that no analysis was made from. Throws `upload_not_found`, `upload_expired`, `upload_incomplete`, `upload_used`. */
export async function useUpload(context: Context, uploadId: string): Promise<UsableUpload> {
  const { upload, shelf, ref } = await findUpload(context, uploadId);
  const { id, status, fileName, contentType, sizeBytes } = upload;
  if (status === 'open') throw new Fault('upload_incomplete', 'The upload was not completed.');
  if (status === 'used' || (await context.deps.objects.read(id)) !== null)
    throw new Fault('upload_used', undefined, { analysis_id: id });
  return {
    ref,
    source: { kind: 'upload', fileName, contentType, sizeBytes },
    markUsed: async () => void (await shelf.move(id, 'completed', 'used')),
  };
}
