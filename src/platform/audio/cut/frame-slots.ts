import type { ByteSource } from '../byte-source.ts';
import type { Frame } from './frame.ts';
import type { Slot } from './timeline.ts';
import { type FrameFormat, walkFrames } from './walk-frames.ts';

/** Frames as slots, the first of which begins to be heard `samples` after the start of the recording. */
export function frameSlots(frames: readonly Frame[], samples: number): Slot[] {
  let heard = samples;
  return frames.map(({ startByte, sizeBytes, loudness, ...frame }) => {
    const startMs = (heard / frame.sampleRateHz) * 1000;
    heard += frame.samples;
    const endMs = (heard / frame.sampleRateHz) * 1000;
    return { startMs, endMs, startByte, endByte: startByte + sizeBytes, loudness };
  });
}

/** All frames from `fromByte` on as slots, group by group. `leadSamples` are decoded but not heard. */
export async function* walkSlots(
  source: ByteSource,
  format: FrameFormat,
  fromByte: number,
  leadSamples: number,
): AsyncGenerator<Slot[]> {
  let heard = -leadSamples;
  for await (const frames of walkFrames(source, format, fromByte)) {
    yield frameSlots(frames, heard);
    heard += frames.reduce((sum, { samples }) => sum + samples, 0);
  }
}
