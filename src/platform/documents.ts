import type { z } from 'zod';
import type { AnalysisRef, DocumentKind, DocumentStore } from './ports.ts';

export function createDocumentStore(bucket: R2Bucket): DocumentStore {
  return {
    async put(kind, ref, value) {
      const body = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream('gzip'));
      await bucket.put(keyOf(kind, ref), await new Response(body).arrayBuffer(), {
        httpMetadata: { contentType: 'application/json', contentEncoding: 'gzip' },
      });
    },
    async get<Schema extends z.ZodType>(
      kind: DocumentKind,
      ref: AnalysisRef,
      schema: Schema,
    ): Promise<z.output<Schema> | null> {
      const object = await bucket.get(keyOf(kind, ref));
      if (!object) return null;
      const json: unknown = await new Response(
        object.body.pipeThrough(new DecompressionStream('gzip')),
      ).json();
      return schema.parse(json);
    },
    remove: (kind, ref) => bucket.delete(keyOf(kind, ref)),
  };
}

function keyOf(kind: DocumentKind, { accountId, id }: AnalysisRef): string {
  return `${kind}/${accountId}/${id}.json.gz`;
}
