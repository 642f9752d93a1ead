import type { Inbox } from './ports.ts';

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
