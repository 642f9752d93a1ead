import { describe, expect, it } from 'vitest';
import { chunkLimits, MAX_CHUNKS } from '../../../src/domain/audio-chunk.ts';

const MINUTE_MS = 60_000;
const tenMinutes = { chunkMs: 10 * MINUTE_MS, diarizes: true };
const recording = (minutes: number, channels = 1) => ({ durationMs: minutes * MINUTE_MS, channels });

describe('a recording is cut', () => {
  it('where it is longer than one and a half chunks', () => {
    expect(chunkLimits(recording(15), tenMinutes)).toBeNull();
    expect(chunkLimits(recording(15.1), tenMinutes)?.longestMs).toBe(10 * MINUTE_MS);
  });

  it('with a quarter of a minute in both neighbours where speakers are to be known again by it, else a second', () => {
    expect(chunkLimits(recording(60), tenMinutes)?.overlapMs).toBe(15_000);
    expect(chunkLimits(recording(60, 2), tenMinutes)?.overlapMs).toBe(1000);
    expect(chunkLimits(recording(60), { ...tenMinutes, diarizes: false })?.overlapMs).toBe(1000);
    expect(chunkLimits(recording(20), { ...tenMinutes, chunkMs: 20_000 })?.overlapMs).toBe(5000);
  });

  it('into no more chunks than a job keeps', () => {
    const limits = chunkLimits(recording(720), { chunkMs: 5000, diarizes: false });
    expect((720 * MINUTE_MS) / (limits?.longestMs ?? 1)).toBeLessThan(MAX_CHUNKS);
  });
});
