import type {
  AnalysisRef,
  DocumentRef,
  DocumentStore,
  RecordingStore,
} from '../../../src/adapters/storage/ports.ts';

/** Documents as JSON, in memory. */
export function storedDocuments(): DocumentStore {
  const stored = new Map<string, string>();
  const keyOf = (kind: string, { id, reportVersion, chunk }: DocumentRef) =>
    [kind, id, reportVersion ?? '', chunk ?? ''].join('/');
  return {
    put: async (kind, ref, value) => void stored.set(keyOf(kind, ref), JSON.stringify(value)),
    add: async (kind, ref, value) => {
      if (!stored.has(keyOf(kind, ref))) stored.set(keyOf(kind, ref), JSON.stringify(value));
    },
    get: async (kind, ref, schema) => {
      const text = stored.get(keyOf(kind, ref));
      return text === undefined ? null : schema.parse(JSON.parse(text));
    },
    remove: async (kind, ref) => void stored.delete(keyOf(kind, ref)),
    reportVersions: async () => [],
  };
}

/** Every analysis has the same recording. */
export function recordingsOf(bytes: Uint8Array<ArrayBuffer>): RecordingStore {
  return {
    openSink: () => {
      throw new Error('nothing is recorded');
    },
    find: async () => ({ sizeBytes: bytes.byteLength, etag: '"1"', isRedacted: false }),
    readRange: async (_ref: AnalysisRef, start, end) => bytes.slice(start, end),
    stream: async (_ref, range) => new Blob([bytes.slice(range?.start, range?.end)]).stream(),
    remove: () => Promise.resolve(),
  };
}
