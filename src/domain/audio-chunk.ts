import { z } from 'zod';
import type { RecordingFacts } from './analysis.ts';

const Milliseconds = z.int().nonnegative();
const ByteOffset = z.int().nonnegative();

/** Most chunks of one recording. */
export const MAX_CHUNKS = 200;

/**
 * One piece of a recording that is transcribed by itself. Neighbours overlap: each begins a little before the one before it
 * ends. Small: a job keeps up to `MAX_CHUNKS` of them.
 */
export const AudioChunk = z.strictObject({
  /** Position among the chunks, from 0, in order of `startMs`. */
  index: z.int().nonnegative(),
  /** Where its first decoded sample is heard in the recording, ± 20 ms: add it to the times of its transcript. */
  startMs: Milliseconds,
  /** Where its last decoded sample is heard in the recording. */
  endMs: Milliseconds,
  /** Its frames or packets lie within these bytes of the recording, `endByte` exclusive; of mp4: the whole file. */
  startByte: ByteOffset,
  endByte: ByteOffset,
});
export type AudioChunk = z.infer<typeof AudioChunk>;

/** How a speech model is given long recordings. */
export interface Chunking {
  /** The longest piece. */
  readonly chunkMs: number;
  /** Whether the model tells by voice who speaks: then each piece has its own numbers for them. */
  readonly diarizes: boolean;
}

interface ChunkLimits {
  /** No chunk is longer. */
  readonly longestMs: number;
  /** How much of the recording is in both of two neighbours. */
  readonly overlapMs: number;
}

/** A recording that is little longer than a chunk is not worth a cut. */
const CUT_FROM_CHUNKS = 1.5;
/** Two or three words: one that was cut at one end is whole at the other. */
const OVERLAP_MS = 1000;
/** A turn or two, by which speakers are known again (docs/models.md). */
const SPEAKERS_OVERLAP_MS = 15_000;
const MOST_OF_CHUNK = 0.25;

/** How a recording is to be cut; `null`: not at all. */
export function chunkLimits(
  { durationMs, channels }: Pick<RecordingFacts, 'durationMs' | 'channels'>,
  { chunkMs, diarizes: tellsApart }: Chunking,
): ChunkLimits | null {
  if (durationMs <= CUT_FROM_CHUNKS * chunkMs) return null;
  const longestMs = Math.max(chunkMs, Math.ceil((2 * durationMs) / MAX_CHUNKS));
  const wantedMs = channels === 1 && tellsApart ? SPEAKERS_OVERLAP_MS : OVERLAP_MS;
  return { longestMs, overlapMs: Math.min(wantedMs, longestMs * MOST_OF_CHUNK) };
}
