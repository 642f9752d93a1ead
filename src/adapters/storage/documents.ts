import type { z } from 'zod';
import type { DocumentKind, DocumentRef, DocumentStore } from './ports.ts';

const LATER_REPORT = /\.(\d+)\.json\.gz$/;

export function createDocumentStore(bucket: R2Bucket): DocumentStore {
  return {
    put: (kind, ref, value) => write(bucket, keyOf(kind, ref), value),
    add: (kind, ref, value) => write(bucket, keyOf(kind, ref), value, { etagDoesNotMatch: '*' }),
    async get<Schema extends z.ZodType>(
      kind: DocumentKind,
      ref: DocumentRef,
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
    async reportVersions({ accountId, id }) {
      const { objects } = await bucket.list({ prefix: `report/${accountId}/${id}.` });
      return objects.map(({ key, uploaded }) => ({
        version: Number(LATER_REPORT.exec(key)?.[1] ?? 1),
        storedAt: uploaded.getTime(),
      }));
    },
  };
}

async function write(bucket: R2Bucket, key: string, value: unknown, onlyIf?: R2Conditional): Promise<void> {
  const body = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream('gzip'));
  const httpMetadata = { contentType: 'application/json', contentEncoding: 'gzip' };
  await bucket.put(key, await new Response(body).arrayBuffer(), { httpMetadata, ...(onlyIf && { onlyIf }) });
}

function keyOf(kind: DocumentKind, { accountId, id, reportVersion, chunk }: DocumentRef): string {
  const isLater = kind === 'report' && (reportVersion ?? 1) > 1;
  const part = kind === 'chunk' ? chunk : isLater ? reportVersion : null;
  return `${kind}/${accountId}/${id}${part === null ? '' : `.${part}`}.json.gz`;
}
