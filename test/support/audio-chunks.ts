import type { AudioChunk } from '../../src/domain/audio-chunk.ts';

/** 25 minutes in three chunks that overlap by a second. */
export const threeChunks: readonly AudioChunk[] = [
  { index: 0, startMs: 0, endMs: 600_000, startByte: 44, endByte: 9_600_044 },
  { index: 1, startMs: 599_000, endMs: 1_200_000, startByte: 9_584_044, endByte: 19_200_044 },
  { index: 2, startMs: 1_199_000, endMs: 1_500_000, startByte: 19_184_044, endByte: 24_000_044 },
];
