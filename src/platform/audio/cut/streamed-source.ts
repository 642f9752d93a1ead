import type { ByteSource } from '../byte-source.ts';

/** A recording whose bytes can also be had as a stream. */
export interface StreamedSource extends ByteSource {
  /** The bytes from `start` up to `end`, exclusive, both within the size. */
  stream(start: number, end: number): Promise<ReadableStream<Uint8Array>>;
}
