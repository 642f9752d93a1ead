import { CustomSource } from 'mediabunny';
import { Fault } from '../../domain/errors.ts';
import type { AnalysisRef, RecordingStore } from '../storage/ports.ts';

/** Random access to the bytes of a recording, of known size. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Bytes from `start` up to `end`, exclusive, both within the size. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** A recording whose bytes can also be read as a stream. */
export interface StreamedSource extends ByteSource {
  /** The bytes from `start` up to `end`, exclusive, both within the size. */
  stream(start: number, end: number): Promise<ReadableStream<Uint8Array>>;
}

const BLOCK_BYTES = 512 * 1024;
const BLOCKS_KEPT = 4;

/** The source with the many small reads of a demuxer turned into few large ones. Holds at most 2 MiB by default. */
export function inBlocks(source: ByteSource, blockBytes = BLOCK_BYTES, blocksKept = BLOCKS_KEPT): ByteSource {
  const blocks = new Map<number, Promise<Uint8Array>>();

  function block(index: number): Promise<Uint8Array> {
    const kept = blocks.get(index);
    if (kept) return kept;
    const start = index * blockBytes;
    const fetched = source.read(start, Math.min(start + blockBytes, source.sizeBytes));
    blocks.set(index, fetched);
    const oldest = blocks.keys().next();
    if (blocks.size > blocksKept && !oldest.done) blocks.delete(oldest.value);
    return fetched;
  }

  return {
    sizeBytes: source.sizeBytes,
    async read(start, end) {
      const bytes = new Uint8Array(end - start);
      for (let at = start; at < end;) {
        const index = Math.floor(at / blockBytes);
        const offset = at - index * blockBytes;
        const piece = (await block(index)).subarray(offset, offset + end - at);
        bytes.set(piece, at - start);
        at += piece.byteLength;
      }
      return bytes;
    },
  };
}

/** Reads that any recording may take, and for each of its kilobytes: several times what sound ones take. */
const READS = 60_000;
const READS_PER_KILOBYTE = 64;

/**
 * The source as a demuxer reads it. In a damaged container a demuxer may look at the same place for ever, or at every byte up to a
 * length that is only claimed: it is refused once it has read more often than any sound recording needs.
 */
export function demuxerSource(
  source: ByteSource,
  blockBytes = BLOCK_BYTES,
  blocksKept = BLOCKS_KEPT,
): CustomSource {
  const blocks = inBlocks(source, blockBytes, blocksKept);
  let reads = READS + READS_PER_KILOBYTE * Math.ceil(source.sizeBytes / 1024);
  return new CustomSource({
    getSize: () => blocks.sizeBytes,
    read(start, end) {
      reads -= 1;
      if (reads < 0) throw new RangeError('the recording is read without end');
      return blocks.read(start, end);
    },
    // Blocks are kept already; beside them every frame would be, and all be looked through for each.
    maxCacheSize: 0,
  });
}

/**
 * The result of `work`; `null` where it throws because the recording is damaged. A failure to read `source` and every
 * `Fault` but that of damage are thrown on.
 */
export async function nullIfDamaged<Result>(
  source: ByteSource,
  work: (source: ByteSource) => Promise<Result>,
): Promise<Result | null> {
  const failures: unknown[] = [];
  const watched: ByteSource = {
    sizeBytes: source.sizeBytes,
    async read(start, end) {
      if (start < 0 || end > source.sizeBytes || start > end)
        throw new RangeError(`no bytes from ${start} to ${end}`);
      if (start === end) return new Uint8Array(0);
      return source.read(start, end).catch((error: unknown) => {
        failures.push(error);
        throw error;
      });
    },
  };
  try {
    return await work(watched);
  } catch (error) {
    // What a muxer refuses is damage too: times that run backwards, an empty packet.
    if (error instanceof Fault && error.code !== 'audio_undecodable') throw error;
    if (failures.length > 0) throw failures[0];
    return null;
  }
}

/** The stored recording, read in ranges. Throws `recording_missing`. */
export async function recordingSource(
  recordings: RecordingStore,
  analysis: AnalysisRef,
): Promise<StreamedSource> {
  const stored = await recordings.find(analysis);
  if (stored === null) throw new Fault('recording_missing');
  return {
    sizeBytes: stored.sizeBytes,
    read: (start, end) => recordings.readRange(analysis, start, end),
    stream: (start, end) => recordings.stream(analysis, { start, end }),
  };
}
