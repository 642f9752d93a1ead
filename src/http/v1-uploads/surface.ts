import type { Context as HonoContext } from 'hono';
import { partCount, toUploadId, type Upload, type UploadPart } from '../../domain/upload.ts';
import { abortUpload } from '../../services/uploads/abort.ts';
import { completeUpload } from '../../services/uploads/complete.ts';
import { createUpload } from '../../services/uploads/create.ts';
import { putPart } from '../../services/uploads/put-part.ts';
import { readUpload } from '../../services/uploads/read.ts';
import { contextOf } from '../authentication.ts';
import { renderProblem } from '../problem.ts';
import { reply } from '../reply.ts';
import { createSurface, type SurfaceEnv } from '../surface.ts';
import {
  abortUploadRoute,
  completeUploadRoute,
  createUploadRoute,
  PartWire,
  putPartRoute,
  readUploadRoute,
  UploadWire,
} from './routes.ts';

export const v1Uploads = createSurface(renderProblem);

v1Uploads.openapi(createUploadRoute, async (c) => {
  const upload = await createUpload(contextOf(c), c.req.valid('json'));
  c.header('location', `/v1/uploads/${toUploadId(upload.id)}`);
  return reply(c, UploadWire, toWire(upload, []), 201);
});

v1Uploads.openapi(readUploadRoute, async (c) => {
  const { upload, parts } = await readUpload(contextOf(c), c.req.valid('param').upload_id);
  return reply(c, UploadWire, toWire(upload, parts), 200);
});

// Registered by hand: the framework's own body validation would read a whole part into memory.
v1Uploads.openAPIRegistry.registerPath(putPartRoute);
v1Uploads.put(putPartRoute.getRoutingPath(), putPartRoute.middleware, async (c) => {
  const { upload_id: id, part_number: number } = c.req.param();
  const part = await putPart(contextOf(c), id ?? '', Number(number), bodyOf(c));
  return reply(c, PartWire, toPartWire(part), 200);
});

v1Uploads.openapi(completeUploadRoute, async (c) => {
  const { upload, parts } = await completeUpload(contextOf(c), c.req.valid('param').upload_id);
  return reply(c, UploadWire, toWire(upload, parts), 200);
});

v1Uploads.openapi(abortUploadRoute, async (c) => {
  await abortUpload(contextOf(c), c.req.valid('param').upload_id);
  return c.body(null, 204);
});

function bodyOf(c: HonoContext<SurfaceEnv>) {
  const length = c.req.header('content-length');
  return { stream: c.req.raw.body, announcedBytes: length === undefined ? null : Number(length) };
}

function toWire(upload: Upload, parts: readonly UploadPart[]): UploadWire {
  return {
    id: toUploadId(upload.id),
    object: 'upload',
    status: upload.status,
    file_name: upload.fileName,
    content_type: upload.contentType,
    size_bytes: upload.sizeBytes,
    sha256: upload.sha256,
    part_size_bytes: upload.partBytes,
    part_count: partCount(upload),
    parts: parts.map(toPartWire),
    analysis_id: upload.status === 'used' ? upload.id : null,
    created_at: new Date(upload.createdAt).toISOString(),
    expires_at: new Date(upload.expiresAt).toISOString(),
  };
}

function toPartWire({ number, sizeBytes, etag }: UploadPart): PartWire {
  return { number, size_bytes: sizeBytes, etag };
}
