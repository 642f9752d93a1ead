import { z } from 'zod';

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
