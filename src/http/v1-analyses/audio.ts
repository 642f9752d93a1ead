import { createRoute, type RouteHandler, z } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { Fault } from '../../domain/fault.ts';
import { findStoredRecording, type FoundRecording } from '../../services/analyses/stored-recording.ts';
import { contextOf } from '../authentication.ts';
import { type ByteRange, parseRange } from '../byte-range.ts';
import { CACHE_CONTROL, isCurrent } from '../conditional.ts';
import type { SurfaceEnv } from '../surface.ts';
import { error, reading, readingErrors, unchanged } from './contract.ts';

const content = { 'audio/*': { schema: z.string().meta({ format: 'binary' }) } };

export const audioRoute = createRoute({
  ...reading,
  path: '/v1/analyses/{id}/audio',
  operationId: 'playRecording',
  summary: 'The recording, for playback',
  description: 'Answers `Range` requests for one range, also with `If-Range`, and `HEAD`.',
  responses: {
    200: { description: 'The whole recording as it was received', content },
    206: { description: 'The bytes asked for', content },
    304: unchanged,
    ...readingErrors,
    404: error('No analysis of this account has this id, or it was made from a transcript'),
    410: error('The recording is no longer stored'),
    416: error('The recording ends before the range asked for'),
  },
});

export const sendAudio: RouteHandler<typeof audioRoute, SurfaceEnv> = async (c) => {
  const found = await findStoredRecording(contextOf(c), c.req.valid('param').id);
  const { analysis, sizeBytes, etag } = found;
  const headers = headersOf(found);
  if (isCurrent(c.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  const whole = { headers: { ...headers, 'content-length': `${sizeBytes}` } };
  if (c.req.method === 'HEAD') return new Response(null, whole);
  const range = rangeOf(c, found);
  const body = await c.env.deps.recordings.stream(analysis, range ?? undefined);
  return new Response(body, range === null ? whole : partOf(range, sizeBytes, headers));
};

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

/** The declared type of an upload is the caller's word; only a probed one is passed on. */
function headersOf({ analysis: { id, recording }, etag }: FoundRecording): Record<string, string> {
  return {
    'content-type': recording?.contentType ?? 'application/octet-stream',
    'content-disposition': `inline; filename="recording-${id}.${recording?.format ?? 'bin'}"`,
    'accept-ranges': 'bytes',
    'cache-control': CACHE_CONTROL,
    'x-content-type-options': 'nosniff',
    etag,
  };
}

/** `If-Range` asks for a part only of the very recording that the caller has the rest of. */
function rangeOf(c: HonoContext, { sizeBytes, etag }: FoundRecording): ByteRange | null {
  const condition = c.req.header('if-range');
  if (condition !== undefined && condition !== etag) return null;
  const range = parseRange(c.req.header('range'), sizeBytes);
  if (range !== 'unsatisfiable') return range;
  c.header('content-range', `bytes */${sizeBytes}`);
  throw new Fault('range_not_satisfiable', undefined, { size_bytes: sizeBytes });
}
