import type { StreamedSource } from '../../src/adapters/audio/byte-source.ts';

/** A recording in memory that counts what is read of it, and refuses to be read past its ends. */
export interface CountedSource extends StreamedSource {
  /** Bytes that were read at once, without those that were streamed. */
  readBytes(): number;
}

export function countedSource(bytes: Uint8Array): CountedSource {
  return computedSource(bytes.byteLength, (start, end) => bytes.slice(start, end));
}

/** The same of a recording that is made up where it is read. */
export function computedSource(
  sizeBytes: number,
  bytesOf: (start: number, end: number) => Uint8Array<ArrayBuffer>,
): CountedSource {
  let count = 0;
  const within = (start: number, end: number) => {
    if (!(start >= 0 && start < end && end <= sizeBytes)) throw new RangeError(`${start} to ${end}`);
    return bytesOf(start, end);
  };
  return {
    sizeBytes,
    readBytes: () => count,
    async read(start, end) {
      count += end - start;
      return within(start, end);
    },
    stream: async (start, end) => new Blob([within(start, end)]).stream(),
  };
}
