import { createRoute, z } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { formatDisposition } from '../../adapters/content-disposition.ts';
import { Fault } from '../../domain/errors.ts';
import { findStoredRecording, type FoundRecording } from '../../services/analyses/read.ts';
import { contextOf } from '../authentication.ts';
import { CACHE_CONTROL, isCurrent, notModified } from '../responses.ts';
import { createRouter } from '../router.ts';
import { envelope, error, readErrors, readOne } from './responses.ts';

const binary = { schema: z.string().meta({ format: 'binary' }) };
/** Containers that may hold video have a type of their own; octets where nobody knows yet what the recording is. */
const content = {
  'audio/*': binary,
  'video/*': binary,
  'application/ogg': binary,
  'application/octet-stream': binary,
};

export const audioRouter = createRouter(envelope);

const playRecordingRoute = createRoute({
  ...readOne,
  path: '/v1/analyses/{id}/audio',
  operationId: 'playRecording',
  summary: 'The recording, for playback',
  description: 'Answers `Range` requests for one range, also with `If-Range`, and `HEAD`.',
  responses: {
    200: { description: 'The whole recording: as it was received, or redacted', content },
    206: { description: 'The bytes asked for', content },
    304: notModified,
    ...readErrors,
    404: error('No analysis of this account has this id, or it was made from a transcript'),
    409: error('Only a redacted recording may be played, and it is not redacted, or not yet'),
    410: error('The recording is no longer stored'),
    416: error('The recording ends before the range asked for'),
  },
});

audioRouter.openapi(playRecordingRoute, async (c) => {
  const found = await findStoredRecording(contextOf(c), c.req.valid('param').id);
  const { analysis, sizeBytes, etag } = found;
  const headers = headersOf(found);
  if (isCurrent(c.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  const whole = { headers: { ...headers, 'content-length': `${sizeBytes}` } };
  if (c.req.method === 'HEAD') return new Response(null, whole);
  const range = rangeOf(c, found);
  const body = await c.env.deps.recordings.stream(analysis, range ?? undefined);
  return new Response(body, range === null ? whole : partOf(range, sizeBytes, headers));
});

function partOf({ start, end }: ByteRange, sizeBytes: number, headers: Record<string, string>): ResponseInit {
  return {
    status: 206,
    headers: {
      ...headers,
      'content-length': `${end - start}`,
      'content-range': `bytes ${start}-${end - 1}/${sizeBytes}`,
    },
  };
}

/** The content type is the one found by probing the recording, never the one that the upload declared. */
function headersOf({
  analysis: { id, recording, submission },
  etag,
}: FoundRecording): Record<string, string> {
  const { source } = submission;
  const fileName = source.kind === 'upload' ? source.fileName : null;
  return {
    'content-type': recording?.contentType ?? 'application/octet-stream',
    'content-disposition': formatDisposition(
      'inline',
      `recording-${id}.${recording?.format ?? 'bin'}`,
      fileName,
    ),
    'accept-ranges': 'bytes',
    'cache-control': CACHE_CONTROL,
    etag,
  };
}

/** With an `If-Range` that names another recording than the stored one, the whole recording is sent. */
function rangeOf(c: HonoContext, { sizeBytes, etag }: FoundRecording): ByteRange | null {
  const condition = c.req.header('if-range');
  if (condition !== undefined && condition !== etag) return null;
  const range = parseRange(c.req.header('range'), sizeBytes);
  if (range !== 'unsatisfiable') return range;
  c.header('content-range', `bytes */${sizeBytes}`);
  throw new Fault('range_not_satisfiable', undefined, { size_bytes: sizeBytes });
}

/** Bytes from `start` up to `end`, exclusive. */
interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * What a `Range` header asks of `sizeBytes` bytes. `null`: everything, which is also the answer to a header that is
 * malformed, in another unit, or names several ranges. Source: RFC 9110, section 14.
 */
export function parseRange(
  header: string | undefined,
  sizeBytes: number,
): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return Number(last) === 0 ? 'unsatisfiable' : suffix(Number(last), sizeBytes);
  const start = Number(first);
  const end = last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (last !== '' && Number(last) < start) return null;
  return start < sizeBytes ? { start, end } : 'unsatisfiable';
}

function suffix(bytes: number, sizeBytes: number): ByteRange | 'unsatisfiable' {
  return sizeBytes === 0 ? 'unsatisfiable' : { start: Math.max(0, sizeBytes - bytes), end: sizeBytes };
}
