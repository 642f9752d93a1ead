import { audioKey, documentKey, documentPrefix, refOf } from './keys.ts';
import type { StoredContents } from './ports.ts';

export function createStoredContents(bucket: R2Bucket): StoredContents {
  return {
    async purge(ref) {
      // There are at most MAX_REPORTS and MAX_CHUNKS of them: one page lists them all.
      const pages = await Promise.all(
        (['report', 'chunk'] as const).map((kind) => bucket.list({ prefix: documentPrefix(kind, ref) })),
      );
      const keys = pages.flatMap(({ objects }) => objects.map(({ key }) => key));
      await bucket.delete([audioKey(ref), documentKey('transcript', ref), ...keys]);
    },
    async list(after, limit) {
      const { objects, truncated } = await bucket.list({ limit, ...(after && { startAfter: after }) });
      const contents = objects.map(({ key, uploaded }) => ({
        key,
        ref: refOf(key),
        storedAt: uploaded.getTime(),
      }));
      return { contents, next: truncated ? (contents.at(-1)?.key ?? null) : null };
    },
  };
}
