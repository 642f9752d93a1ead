import { Fault } from '../../domain/errors.ts';
import { toHex } from '../crypto/digest.ts';
import { audioKey } from './keys.ts';
import type { StoredUpload, UploadParts } from './ports.ts';

export function createUploadParts(bucket: R2Bucket): UploadParts {
  const open = ({ ref, storageId }: StoredUpload) => bucket.resumeMultipartUpload(audioKey(ref), storageId);
  return {
    async begin(ref, contentType) {
      return (await bucket.createMultipartUpload(audioKey(ref), { httpMetadata: { contentType } })).uploadId;
    },
    async put(upload, number, body, sizeBytes) {
      const { readable, writable } = new FixedLengthStream(sizeBytes);
      const [sent, stored] = await Promise.allSettled([
        body.pipeTo(writable),
        open(upload).uploadPart(number, readable),
      ]);
      if (sent.status === 'rejected') throw wrongSize(sizeBytes, sent.reason);
      if (stored.status === 'rejected') throw toFault(stored.reason, sizeBytes);
      return stored.value.etag;
    },
    async complete(upload, parts) {
      const list = parts.map(({ number, etag }) => ({ partNumber: number, etag }));
      await open(upload)
        .complete(list)
        .catch((error: unknown) => {
          throw toFault(error);
        });
    },
    async abort(upload) {
      await open(upload)
        .abort()
        .catch((error: unknown) => {
          if (!isGone(error)) throw error;
        });
    },
    async sha256(ref) {
      const object = await bucket.get(audioKey(ref));
      if (!object) throw new Fault('recording_missing');
      return toHex(await digestOf(object.body));
    },
  };
}

const DIGEST_BYTES = 1024 * 1024;

/** Reads into one buffer over and over: piped, each piece would be garbage of its own, faster than it is collected. */
async function digestOf(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const digest = new crypto.DigestStream('SHA-256');
  const [reader, writer] = [body.getReader({ mode: 'byob' }), digest.getWriter()];
  let buffer = new ArrayBuffer(DIGEST_BYTES);
  for (;;) {
    const { done, value } = await reader.readAtLeast(DIGEST_BYTES, new Uint8Array(buffer));
    if (value !== undefined && value.byteLength > 0) {
      await writer.write(value);
      buffer = value.buffer;
    }
    if (done || value === undefined) break;
  }
  await writer.close();
  return new Uint8Array(await digest.digest);
}

/** For a body that broke off, or is shorter or longer than the part. */
function wrongSize(sizeBytes: number, cause: unknown): Fault {
  const message = `The body must have exactly the ${sizeBytes} bytes of this part.`;
  return new Fault('invalid_request', message, { field: 'body', size_bytes: sizeBytes }, cause);
}

function toFault(error: unknown, sizeBytes = 0): unknown {
  if (error instanceof TypeError) return wrongSize(sizeBytes, error);
  return isGone(error) ? new Fault('upload_closed', undefined, {}, error) : error;
}

/** R2 names the code 10024 for an upload that was completed or aborted. */
function isGone(error: unknown): boolean {
  return error instanceof Error && error.message.includes('(10024)');
}
