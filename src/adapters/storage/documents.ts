import type { z } from 'zod';
import { audioKey, batchOf, documentKey, documentPrefix, refOf, reportVersionOf } from './keys.ts';
import type { DocumentKind, DocumentRef, DocumentStore, StoredContents } from './ports.ts';

/** Version of the shape of the documents written today, kept in the metadata of each; one without it is of version 1. */
const VERSIONS: Readonly<Record<DocumentKind, string>> = {
  transcript: '1',
  report: '1',
  batch: '1',
  chunk: '1',
};

export function createDocumentStore(bucket: R2Bucket): DocumentStore {
  return {
    put: (kind, ref, value) => write(bucket, kind, ref, value),
    add: (kind, ref, value) => write(bucket, kind, ref, value, { etagDoesNotMatch: '*' }),
    async get<Schema extends z.ZodType>(
      kind: DocumentKind,
      ref: DocumentRef,
      schema: Schema,
    ): Promise<z.output<Schema> | null> {
      const object = await bucket.get(documentKey(kind, ref));
      if (!object) return null;
      const version = object.customMetadata?.['version'] ?? '1';
      if (version !== VERSIONS[kind]) throw new Error(`a ${kind} of version ${version} cannot be read`);
      const json: unknown = await new Response(
        object.body.pipeThrough(new DecompressionStream('gzip')),
      ).json();
      return schema.parse(json);
    },
    remove: (kind, ref) => bucket.delete(documentKey(kind, ref)),
    async reportVersions(ref) {
      const { objects } = await bucket.list({ prefix: documentPrefix('report', ref) });
      return objects.map(({ key, uploaded }) => ({
        version: reportVersionOf(key),
        storedAt: uploaded.getTime(),
      }));
    },
  };
}

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
    remove: (keys) => bucket.delete([...keys]),
    async list(after, limit) {
      const { objects, truncated } = await bucket.list({ limit, ...(after && { startAfter: after }) });
      const contents = objects.map(({ key, uploaded }) => ({
        key,
        ref: refOf(key),
        batchId: batchOf(key),
        storedAt: uploaded.getTime(),
      }));
      return { contents, next: truncated ? (contents.at(-1)?.key ?? null) : null };
    },
  };
}

async function write(
  bucket: R2Bucket,
  kind: DocumentKind,
  ref: DocumentRef,
  value: unknown,
  onlyIf?: R2Conditional,
): Promise<void> {
  const body = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream('gzip'));
  await bucket.put(documentKey(kind, ref), await new Response(body).arrayBuffer(), {
    httpMetadata: { contentType: 'application/json', contentEncoding: 'gzip' },
    customMetadata: { version: VERSIONS[kind] },
    ...(onlyIf && { onlyIf }),
  });
}
