import { z } from 'zod';
import type { RecordingFacts } from './analysis.ts';

const Milliseconds = z.int().nonnegative();
const ByteOffset = z.int().nonnegative();

/** Most chunks of one recording. */
export const MAX_CHUNKS = 200;

/**
 * One piece of a recording that is transcribed by itself. Each begins a little before the one before it ends. Keep it
 * small: a job stores up to `MAX_CHUNKS` of them.
 */
export const AudioChunk = z.strictObject({
  /** Position among the chunks, from 0, in order of `startMs`. */
  index: z.int().nonnegative(),
  /** Position of its first decoded sample in the recording, ± 20 ms: add it to the times of its transcript. */
  startMs: Milliseconds,
  /** Position of its last decoded sample in the recording. */
  endMs: Milliseconds,
  /** Its frames or packets lie within these bytes of the recording, `endByte` exclusive; of mp4: the whole file. */
  startByte: ByteOffset,
  endByte: ByteOffset,
});
export type AudioChunk = z.infer<typeof AudioChunk>;

/** How a speech model is given long recordings. */
export interface Chunking {
  /** Length of a chunk. */
  readonly chunkMs: number;
  /** Whether the model diarizes: then the numbers of speakers are those of the chunk, and must be linked. */
  readonly diarizes: boolean;
}

interface ChunkLimits {
  /** No chunk is longer. */
  readonly longestMs: number;
  /** How much two neighbours have in common. */
  readonly overlapMs: number;
}

/** A recording is cut from this many times the length of a chunk on. */
const CUT_FROM_CHUNKS = 1.5;
/** Two or three words: a word cut at the end of one chunk is whole in the next. */
const OVERLAP_MS = 1000;
/** A turn or two, enough to recognise the speakers of the chunk before (docs/models.md). */
const SPEAKERS_OVERLAP_MS = 15_000;
/** An overlap is at most this share of a chunk. */
const MOST_OF_CHUNK = 0.25;

/** How to cut a recording, milliseconds; `null`: not at all. */
export function chunkLimits(
  { durationMs, channels }: Pick<RecordingFacts, 'durationMs' | 'channels'>,
  { chunkMs, diarizes }: Chunking,
): ChunkLimits | null {
  if (durationMs <= CUT_FROM_CHUNKS * chunkMs) return null;
  const longestMs = Math.max(chunkMs, Math.ceil((2 * durationMs) / MAX_CHUNKS));
  const wantedMs = channels === 1 && diarizes ? SPEAKERS_OVERLAP_MS : OVERLAP_MS;
  return { longestMs, overlapMs: Math.min(wantedMs, longestMs * MOST_OF_CHUNK) };
}
