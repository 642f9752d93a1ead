import type { AnalysisRef } from './ports.ts';
import type { StoredContents } from './ports.ts';

const OF_AN_ANALYSIS = /^(?:audio|transcript|report|chunk)\/([^/]+)\/([0-9a-f-]{36})(?:\.|$)/;

export function createStoredContents(bucket: R2Bucket): StoredContents {
  return {
    async purge({ accountId, id }) {
      // At most MAX_REPORTS and MAX_CHUNKS of them: one page has them all.
      const pages = await Promise.all(
        ['report', 'chunk'].map((kind) => bucket.list({ prefix: `${kind}/${accountId}/${id}` })),
      );
      const keys = pages.flatMap(({ objects }) => objects.map(({ key }) => key));
      await bucket.delete([`audio/${accountId}/${id}`, `transcript/${accountId}/${id}.json.gz`, ...keys]);
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

function refOf(key: string): AnalysisRef | null {
  const [, accountId, id] = OF_AN_ANALYSIS.exec(key) ?? [];
  return accountId !== undefined && id !== undefined ? { accountId, id } : null;
}
