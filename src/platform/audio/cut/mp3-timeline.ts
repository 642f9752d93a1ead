import type { RecordingFacts } from '../../../domain/analysis.ts';
import type { ByteSource } from '../byte-source.ts';
import { constantSlots } from './constant-rate.ts';
import { walkSlots } from './frame-slots.ts';
import { findMp3Start, MP3 } from './mp3-start.ts';
import { type Timeline, sequentialTimeline } from './timeline.ts';

/** The frames of an mp3: of a constant bit rate only those that are asked for are read, otherwise all. */
export async function mp3Timeline(source: ByteSource, facts: RecordingFacts): Promise<Timeline | null> {
  const start = await findMp3Start(source);
  if (start === null) return null;
  const { startByte, audioByte, leadSamples } = start;
  const extent = { durationMs: facts.durationMs, startByte, endByte: source.sizeBytes };
  const walked = sequentialTimeline(extent, walkSlots(source, MP3, audioByte, leadSamples));
  const constant = await constantSlots(source, start, facts);
  if (constant === null) return walked;
  return {
    ...extent,
    slots: async (fromMs, toMs) => (await constant(fromMs, toMs)) ?? walked.slots(fromMs, toMs),
  };
}
