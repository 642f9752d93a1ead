import { gunzipSync } from 'node:zlib';
import type { Context } from 'hono';
import { arrivingBytes, recordingTooLarge } from '../adapters/storage/multipart-form.ts';
import { MAX_ENTRY_BYTES } from '../domain/configuration.ts';
import { Fault, shown } from '../domain/errors.ts';
import { requireModest } from '../domain/json.ts';
import { partBytesFor } from '../domain/upload.ts';
import type { Deps } from '../services/deps.ts';
import type { RouterEnv } from './router.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
export const MAX_FIELD_BYTES = 64 * KIB;
export const MAX_FIELDS = 32;
const FORM = /^multipart\/form-data\b/i;
const LINES = /^application\/(x-ndjson|ndjson|jsonl|x-jsonlines)\b/i;

/** Most bytes of a body by what a route takes, after a gzip body was inflated. A form has the limit of an upload. */
const MAX_BYTES = {
  settings: 64 * KIB,
  /** Texts of an account, in an entry of the size that is stored, and what is around them. */
  configuration: MAX_ENTRY_BYTES + 4 * KIB,
  /** A recording as a form, or where it is. */
  recording: 64 * KIB,
  /** A recording as a form, or a transcript. */
  submission: 16 * MIB,
  /** Submissions as one JSON value, or as lines, of which one is in memory at a time. */
  batch: 16 * MIB,
  lines: 512 * MIB,
} as const;
const TAKES_FORM: ReadonlySet<BodyKind> = new Set(['recording', 'submission']);

/** What a route takes: settings unless it says otherwise. `part`: one part of an upload. */
export type BodyKind = Exclude<keyof typeof MAX_BYTES, 'lines'> | 'part';

/**
 * Lets the body of a write in, before anything parses it: no more bytes than this kind of route takes, whatever its length
 * says, and JSON of modest depth and number. `authenticated` calls it for every route. JSON that was sent with gzip is
 * inflated. Throws `payload_too_large`, `recording_too_large`, `unsupported_encoding`, `malformed_gzip`, `invalid_request`,
 * `body_incomplete`.
 */
export async function admitBody(c: Context<RouterEnv>, kind: BodyKind): Promise<void> {
  const { raw } = c.req;
  if (raw.body === null) return;
  const limit = limitOf(raw, kind, c.env.deps);
  const stated = raw.headers.get('content-length');
  if (Number(stated ?? 0) > limit.maxBytes) throw limit.fault();
  const isGzip = encodingOf(c, limit) === 'gzip';
  const isSmall = kind === 'settings' || kind === 'configuration';
  if (isGzip || isSmall) {
    const received = await readBytes(capped(raw.body, limit));
    const body = isGzip ? inflated(received, limit) : received;
    // The framework parses small bodies by itself; the others are parsed by `readJson`.
    if (isSmall && isJson(raw)) requireModest(new TextDecoder().decode(body));
    c.req.raw = withBody(raw, body);
  } else if (stated === null) c.req.raw = withBody(raw, streamOf(capped(raw.body, limit)));
}

interface Limit {
  readonly maxBytes: number;
  /** Forms, lines and parts are read as they arrive. */
  readonly isStreamed: boolean;
  readonly fault: () => Fault;
}

function limitOf(request: Request, kind: BodyKind, deps: Deps): Limit {
  const type = request.headers.get('content-type') ?? '';
  if (kind === 'part') return streamed('A part', partBytesFor(deps.maxRecordingBytes));
  if (kind === 'batch' && LINES.test(type)) return streamed('A batch as lines', MAX_BYTES.lines);
  if (FORM.test(type) && TAKES_FORM.has(kind)) {
    const { maxUploadBytes } = deps;
    const fault = () => recordingTooLarge(maxUploadBytes);
    return { maxBytes: maxUploadBytes + MAX_FIELDS * MAX_FIELD_BYTES, isStreamed: true, fault };
  }
  return { ...streamed('The body', MAX_BYTES[kind]), isStreamed: false };
}

function streamed(what: string, maxBytes: number): Limit {
  return { maxBytes, isStreamed: true, fault: () => payloadTooLarge(what, maxBytes) };
}

/** How the body was compressed; `null` where it was not. */
function encodingOf(c: Context<RouterEnv>, { isStreamed }: Limit): 'gzip' | null {
  const encoding = (c.req.header('content-encoding') ?? '').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return null;
  if (!isStreamed && (encoding === 'gzip' || encoding === 'x-gzip')) return 'gzip';
  c.header('accept-encoding', isStreamed ? 'identity' : 'gzip, identity');
  throw new Fault('unsupported_encoding', undefined, { content_encoding: shown(encoding) });
}

/** The body as it arrives, up to its limit. What is left of it then is not cancelled. */
async function* capped(body: ReadableStream<Uint8Array>, limit: Limit): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of arrivingBytes(body)) {
    bytes += chunk.byteLength;
    if (bytes > limit.maxBytes) throw limit.fault();
    yield chunk;
  }
}

function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void chunks.return(undefined),
  });
}

async function readBytes(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const received: Uint8Array[] = [];
  for await (const chunk of chunks) received.push(chunk);
  return new Uint8Array(await new Blob(received).arrayBuffer());
}

/** A stream that decompresses has no back pressure: a small body could take any amount of memory before it is counted. */
function inflated(bytes: Uint8Array, limit: Limit): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: limit.maxBytes });
  } catch (error) {
    throw error instanceof RangeError ? limit.fault() : new Fault('malformed_gzip', undefined, {}, error);
  }
}

/** The request with the body that was let in, and headers that say so. */
function withBody(request: Request, body: Uint8Array | ReadableStream<Uint8Array>): Request {
  const headers = new Headers(request.headers);
  headers.delete('content-encoding');
  if (body instanceof Uint8Array) headers.set('content-length', `${body.byteLength}`);
  return new Request(request, { method: request.method, headers, body });
}

const MAX_DISCARDED_BYTES = 32 * MIB;
const MAX_DISCARD_MS = 10_000;

/**
 * Reads what nobody read of a body, so that a client that is still sending gets to read the answer: a connection that is
 * closed with bytes under way is reset. Past 32 MiB or ten seconds the rest is cancelled.
 */
export async function discardBody({ body }: Request): Promise<void> {
  if (body === null || body.locked) return;
  const reader = body.getReader();
  const timer = setTimeout(() => void reader.cancel().catch(() => undefined), MAX_DISCARD_MS);
  try {
    for (let left = MAX_DISCARDED_BYTES; left > 0;) {
      const { done, value } = await reader.read();
      if (done) return;
      left -= value.byteLength;
    }
    await reader.cancel();
  } catch {
    // The client is gone, or the body was refused for what it is: there is nothing more to read.
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the request says that its body is JSON. */
export function isJson(request: Request): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(request.headers.get('content-type') ?? '');
}

/** Whether the request says that its body is a JSON value a line. */
export function isLines(request: Request): boolean {
  return LINES.test(request.headers.get('content-type') ?? '');
}

/** Whether the request says that its body is a form. */
export function isForm(request: Request): boolean {
  return FORM.test(request.headers.get('content-type') ?? '');
}

export function payloadTooLarge(what: string, maxBytes: number): Fault {
  return new Fault('payload_too_large', `${what} may have at most ${maxBytes} bytes.`, {
    max_bytes: maxBytes,
  });
}
