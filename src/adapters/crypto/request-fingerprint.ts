import type { RequestFingerprint } from '../ports.ts';
import { multipartParser, partOf } from '../storage/multipart-form.ts';
import { toHex } from './digest.ts';

interface Splitter {
  /** The bytes to hash for the next chunk of the body, or for its end (`null`). */
  readonly pieces: (chunk: Uint8Array | null) => readonly Uint8Array[];
  /** Whether the body is not what its media type says. */
  readonly failed: () => boolean;
}

const encoder = new TextEncoder();

const whole: Splitter = { pieces: (chunk) => (chunk ? [chunk] : []), failed: () => false };

/** The request with its body hashed on the way through, in flat memory: a chunk is passed on after it is hashed. */
export function fingerprint(request: Request): RequestFingerprint {
  const contentType = request.headers.get('content-type') ?? '';
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const { pathname, search } = new URL(request.url);
  const hash = createHash(`${request.method} ${pathname}${search}\n${mediaType}\n`);
  if (request.body === null) return { request, digest: () => hash.end() };
  const splitter = mediaType === 'multipart/form-data' ? splitParts(contentType) : whole;
  let ended = false;
  const hashing = new TransformStream<Uint8Array, Uint8Array>({
    async transform(chunk, controller) {
      for (const piece of splitter.pieces(chunk)) await hash.write(piece);
      controller.enqueue(chunk);
    },
    async flush() {
      for (const piece of splitter.pieces(null)) await hash.write(piece);
      ended = true;
    },
  });
  const body = ofSameLength(request, request.body.pipeThrough(hashing));
  return {
    request: new Request(request, { method: request.method, body }),
    digest: async () => (ended && !splitter.failed() ? hash.end() : null),
  };
}

/** R2 takes only streams of known length, and a transformed body has none. */
function ofSameLength(request: Request, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const length = request.headers.get('content-length');
  return length === null ? body : body.pipeThrough(new FixedLengthStream(Number(length)));
}

function createHash(head: string): { write(piece: Uint8Array): Promise<void>; end(): Promise<string> } {
  const stream = new crypto.DigestStream('SHA-256');
  const writer = stream.getWriter();
  const begun = writer.write(encoder.encode(head));
  let ended: Promise<string> | undefined;
  const end = async () => {
    await begun;
    await writer.close();
    return toHex(new Uint8Array(await stream.digest));
  };
  return {
    async write(piece) {
      await begun;
      await writer.write(piece);
    },
    end: () => (ended ??= end()),
  };
}

/** Of a multipart body each part is hashed as a line with its name, file name and type, its content, and a line with its length. */
function splitParts(contentType: string): Splitter {
  let arrived: Uint8Array[] = [];
  let failed = false;
  const parser = multipartParser({
    headers: { 'content-type': contentType },
    isFile: () => true,
    onField: () => undefined,
    onFile: (info) => {
      let sizeBytes = 0;
      const { name, fileName, contentType } = partOf(info);
      const head = JSON.stringify([name, fileName, contentType]);
      arrived.push(encoder.encode(`${head}\n`));
      return (chunk) => {
        sizeBytes += chunk?.byteLength ?? 0;
        arrived.push(chunk ?? encoder.encode(`\n${sizeBytes}\n`));
      };
    },
    onError: () => {
      failed = true;
    },
    onDone: () => undefined,
  });
  return {
    failed: () => failed,
    pieces(chunk) {
      try {
        if (!failed && chunk) parser.write(chunk);
        else if (!failed) parser.end();
      } catch {
        // A name that is not encoded as it says: the reader of the form refuses it.
        failed = true;
      }
      const pieces = arrived;
      arrived = [];
      return pieces;
    },
  };
}
