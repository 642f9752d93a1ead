import { requireScope } from '../../domain/principal.ts';
import type { Context } from '../deps.ts';
import { findUpload, type UploadWithParts } from './find.ts';

/** An upload and the parts that arrived. Throws `upload_not_found`, `upload_expired`. */
export async function readUpload(context: Context, id: string): Promise<UploadWithParts> {
  requireScope(context.principal, 'read');
  const { upload, shelf } = await findUpload(context, id);
  return { upload, parts: await shelf.parts(upload.id) };
}
