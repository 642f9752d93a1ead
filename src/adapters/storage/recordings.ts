import { Fault } from '../../domain/errors.ts';
import { audioKey } from './keys.ts';
import type { Inbox, RecordingSink, RecordingStore } from './ports.ts';

/** R2 asks for equal parts of at least 5 MiB; a sink holds one part in memory. */
const PART_BYTES = 5 * 1024 * 1024;
/** What is noted with a recording without anything that its submission wanted redacted. */
const REDACTED = { redacted: '1' };

export function createRecordingStore(bucket: R2Bucket): RecordingStore {
  return {
    openSink: (ref, contentType, { isRedacted } = { isRedacted: false }) =>
      openSink(bucket, audioKey(ref), {
        httpMetadata: { contentType },
        ...(isRedacted && { customMetadata: REDACTED }),
      }),
    async find(ref) {
      const object = await bucket.head(audioKey(ref));
      if (object === null) return null;
      const isRedacted = object.customMetadata?.['redacted'] === REDACTED.redacted;
      return { sizeBytes: object.size, etag: object.httpEtag, isRedacted };
    },
    async readRange(ref, start, end) {
      const object = await bucket.get(audioKey(ref), toR2Range({ start, end }));
      if (!object) throw new Fault('recording_missing');
      return new Uint8Array(await object.arrayBuffer());
    },
    async stream(ref, range) {
      const object = await bucket.get(audioKey(ref), range && toR2Range(range));
      if (!object) throw new Fault('recording_missing');
      return object.body;
    },
    remove: (ref) => bucket.delete(audioKey(ref)),
  };
}

function toR2Range({ start, end }: { start: number; end: number }): R2GetOptions {
  return { range: { offset: start, length: end - start } };
}

function openSink(bucket: R2Bucket, key: string, options: R2MultipartOptions): RecordingSink {
  const buffer = new Uint8Array(PART_BYTES);
  const parts: R2UploadedPart[] = [];
  let upload: R2MultipartUpload | null = null;
  let filled = 0;
  let total = 0;

  async function flush(): Promise<void> {
    upload ??= await bucket.createMultipartUpload(key, options);
    parts.push(await upload.uploadPart(parts.length + 1, buffer.subarray(0, filled)));
    filled = 0;
  }

  return {
    async write(chunk) {
      for (let from = 0; from < chunk.byteLength;) {
        const piece = chunk.subarray(from, from + PART_BYTES - filled);
        buffer.set(piece, filled);
        filled += piece.byteLength;
        from += piece.byteLength;
        total += piece.byteLength;
        if (filled === PART_BYTES) await flush();
      }
    },
    async close() {
      if (upload === null) await bucket.put(key, buffer.subarray(0, filled), options);
      else {
        if (filled > 0) await flush();
        await upload.complete(parts);
      }
      return total;
    },
    async abort() {
      await upload?.abort();
    },
  };
}

export function createInbox(bucket: R2Bucket): Inbox {
  return {
    async open(key) {
      const object = await bucket.get(key);
      if (!object) return null;
      const contentType = object.httpMetadata?.contentType ?? 'application/octet-stream';
      return { etag: object.etag, sizeBytes: object.size, contentType, body: object.body };
    },
    remove: (key) => bucket.delete(key),
  };
}
