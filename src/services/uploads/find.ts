import type { UploadShelf } from '../../db/upload-shelf.ts';
import { Fault } from '../../domain/fault.ts';
import { fromUploadId, type Upload, type UploadPart } from '../../domain/upload.ts';
import type { AnalysisRef } from '../../platform/ports.ts';
import type { Context } from '../deps.ts';

export interface FoundUpload {
  readonly upload: Upload;
  readonly shelf: UploadShelf;
  /** Where its content is, and of which analysis it becomes the recording. */
  readonly ref: AnalysisRef;
}

export interface UploadWithParts {
  readonly upload: Upload;
  /** In the order of their numbers. */
  readonly parts: readonly UploadPart[];
}

/** An upload of the caller's account and mode. Throws `upload_not_found`, and `upload_expired` of one that was not used in time. */
export async function findUpload({ deps, principal }: Context, id: string): Promise<FoundUpload> {
  const { accountId, livemode } = principal;
  const shelf = deps.uploadShelf(accountId, livemode);
  const uuid = fromUploadId(id);
  const upload = uuid && (await shelf.find(uuid));
  if (!upload) throw new Fault('upload_not_found', undefined, { id });
  if (upload.status !== 'used' && upload.expiresAt <= deps.clock.now()) throw new Fault('upload_expired');
  return { upload, shelf, ref: { accountId, id: upload.id } };
}
