import { Fault } from '../../domain/fault.ts';
import { requireScope } from '../../domain/principal.ts';
import { partCount, partSize, type UploadPart } from '../../domain/upload.ts';
import type { Context } from '../deps.ts';
import { findUpload } from './find.ts';

export interface PartBody {
  readonly stream: ReadableStream<Uint8Array> | null;
  /** What the request says its length is. */
  readonly announcedBytes: number | null;
}

/**
 * Stores one part as it arrives; a part that is sent again takes the place of the one before. Throws `upload_not_found`,
 * `upload_expired`, `upload_closed`, and `invalid_request` for a number or a size that no part has.
 */
export async function putPart(
  context: Context,
  id: string,
  number: number,
  body: PartBody,
): Promise<UploadPart> {
  requireScope(context.principal, 'write');
  const { upload, shelf, ref } = await findUpload(context, id);
  if (upload.status !== 'open') throw new Fault('upload_closed', undefined, { status: upload.status });
  const sizeBytes = partSize(upload, number);
  if (sizeBytes === null) {
    const message = `This upload has the parts 1 to ${partCount(upload)}.`;
    throw new Fault('invalid_request', message, { field: 'part_number' });
  }
  if (body.stream === null || (body.announcedBytes ?? sizeBytes) !== sizeBytes) {
    const message = `Part ${number} must have exactly ${sizeBytes} bytes.`;
    throw new Fault('invalid_request', message, { field: 'body', size_bytes: sizeBytes });
  }
  const stored = { ref, storageId: upload.storageId };
  const etag = await context.deps.partStore.put(stored, number, body.stream, sizeBytes);
  const part = { number, sizeBytes, etag };
  await shelf.putPart(upload.id, part);
  return part;
}
