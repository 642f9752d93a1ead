import { createRoute, z } from '@hono/zod-openapi';
import { partCount, toUploadId, type Upload, type UploadPart, UploadPlan } from '../../domain/upload.ts';
import { abortUpload, completeUpload, createUpload, putPart, readUpload } from '../../services/uploads.ts';
import { authenticated, authenticatedPart, contextOf } from '../authentication.ts';
import {
  accessProblems,
  invalidField,
  json,
  jsonBody,
  problem,
  problemEnvelope,
  reply,
  security,
  Time,
  toTime,
  bodyProblems,
} from '../responses.ts';
import { createRouter, serveUnvalidated } from '../router.ts';

export const PartWire = z.strictObject({ number: z.int(), size_bytes: z.int(), etag: z.string() });
export type PartWire = z.infer<typeof PartWire>;

export const UploadWire = z.strictObject({
  id: z.string(),
  object: z.literal('upload'),
  status: z.enum(['open', 'completed', 'used']),
  file_name: z.string().nullable(),
  content_type: z.string(),
  size_bytes: z.int(),
  sha256: z.string().nullable(),
  /** Size of every part but the last. */
  part_size_bytes: z.int(),
  part_count: z.int(),
  /** The parts that arrived, by number. */
  parts: z.array(PartWire),
  /** The analysis that was made from it. */
  analysis_id: z.uuid().nullable(),
  created_at: Time,
  expires_at: Time,
});
export type UploadWire = z.infer<typeof UploadWire>;

const UploadId = z.object({
  upload_id: z.string().max(100).meta({ description: 'Id of an upload, `upl_…`' }),
});
const PartNumber = {
  part_number: z.coerce.number().int().min(1).max(10_000).meta({ description: 'Number of the part, from 1' }),
};

const shared = { tags: ['Uploads'], security, middleware: authenticated };
const problems = {
  ...accessProblems,
  404: problem('No upload of this account and mode has this id'),
  410: problem('The upload was not used in time'),
};

export const uploadsRouter = createRouter(problemEnvelope);

const createUploadRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/uploads',
  operationId: 'createUpload',
  summary: 'Begin an upload in parts, for recordings past the limit of a single request',
  request: { body: jsonBody(UploadPlan) },
  responses: {
    ...bodyProblems,
    201: json(UploadWire, 'The upload, and into which parts the recording is to be cut'),
    ...invalidField,
    ...accessProblems,
    413: problem('The recording is too large'),
  },
});

uploadsRouter.openapi(createUploadRoute, async (c) => {
  const upload = await createUpload(contextOf(c), c.req.valid('json'));
  c.header('location', `/v1/uploads/${toUploadId(upload.id)}`);
  return reply(c, UploadWire, renderUpload(upload, []), 201);
});

const readUploadRoute = createRoute({
  ...shared,
  method: 'get',
  path: '/v1/uploads/{upload_id}',
  operationId: 'readUpload',
  summary: 'Fetch an upload and which of its parts arrived',
  request: { params: UploadId },
  responses: { 200: json(UploadWire, 'The upload'), ...problems },
});

uploadsRouter.openapi(readUploadRoute, async (c) => {
  const { upload, parts } = await readUpload(contextOf(c), c.req.valid('param').upload_id);
  return reply(c, UploadWire, renderUpload(upload, parts), 200);
});

const putPartRoute = createRoute({
  ...shared,
  method: 'put',
  middleware: authenticatedPart,
  path: '/v1/uploads/{upload_id}/parts/{part_number}',
  operationId: 'putUploadPart',
  summary: 'Send one part; a part may be sent again, and parts in any order',
  request: {
    params: UploadId.extend(PartNumber),
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
    },
  },
  responses: {
    ...bodyProblems,
    200: json(PartWire, 'The part, as it was stored'),
    400: problem('There is no such part, or it has another size'),
    ...problems,
    409: problem('The upload was completed'),
  },
});

// A part is streamed to storage.
serveUnvalidated(uploadsRouter, putPartRoute, async (c) => {
  const { upload_id: id, part_number: number } = c.req.param();
  const length = c.req.header('content-length');
  const body = { stream: c.req.raw.body, contentLengthBytes: length === undefined ? null : Number(length) };
  const part = await putPart(contextOf(c), { id, number: Number(number), body });
  return reply(c, PartWire, renderPart(part), 200);
});

const completeUploadRoute = createRoute({
  ...shared,
  method: 'post',
  path: '/v1/uploads/{upload_id}/complete',
  operationId: 'completeUpload',
  summary: 'Make a recording of the parts; then submit it as `upload_id`',
  request: { params: UploadId },
  responses: {
    ...bodyProblems,
    200: json(UploadWire, 'Size and SHA-256 are as announced; wait no longer than `expires_at` to submit it'),
    ...problems,
    409: problem('Parts are missing'),
    422: problem('Size or SHA-256 are not as announced; the upload is gone'),
  },
});

uploadsRouter.openapi(completeUploadRoute, async (c) => {
  const { upload, parts } = await completeUpload(contextOf(c), c.req.valid('param').upload_id);
  return reply(c, UploadWire, renderUpload(upload, parts), 200);
});

const abortUploadRoute = createRoute({
  ...shared,
  method: 'delete',
  path: '/v1/uploads/{upload_id}',
  operationId: 'abortUpload',
  summary: 'Forget an upload and what was sent of it',
  request: { params: UploadId },
  responses: {
    ...bodyProblems,
    204: { description: 'Forgotten' },
    ...problems,
    409: problem('An analysis was made from it: delete that'),
  },
});

uploadsRouter.openapi(abortUploadRoute, async (c) => {
  await abortUpload(contextOf(c), c.req.valid('param').upload_id);
  return c.body(null, 204);
});

function renderUpload(upload: Upload, parts: readonly UploadPart[]): UploadWire {
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
    parts: parts.map(renderPart),
    analysis_id: upload.status === 'used' ? upload.id : null,
    created_at: toTime(upload.createdAt),
    expires_at: toTime(upload.expiresAt),
  };
}

function renderPart({ number, sizeBytes, etag }: UploadPart): PartWire {
  return { number, size_bytes: sizeBytes, etag };
}
