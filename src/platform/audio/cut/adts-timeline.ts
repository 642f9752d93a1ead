import type { RecordingFacts } from '../../../domain/analysis.ts';
import type { ByteSource } from '../byte-source.ts';
import { aacLoudness } from './aac-loudness.ts';
import { readAdtsFrame } from './adts-frame.ts';
import { walkSlots } from './frame-slots.ts';
import { afterId3 } from './id3.ts';
import { type Timeline, sequentialTimeline } from './timeline.ts';
import type { FrameFormat } from './walk-frames.ts';

const HEADER_BYTES = 7;
const CHECKSUM_BYTES = 2;

const ADTS: FrameFormat = {
  read: readAdtsFrame,
  loudness(bytes, at, { sizeBytes }) {
    const hasChecksum = ((bytes[at + 1] ?? 0) & 1) === 0;
    const from = at + HEADER_BYTES + (hasChecksum ? CHECKSUM_BYTES : 0);
    return aacLoudness(bytes.subarray(from, at + sizeBytes), sizeBytes);
  },
};

/** The frames of an AAC stream. They tell nothing of their time, so that all are read. */
export async function adtsTimeline(source: ByteSource, { durationMs }: RecordingFacts): Promise<Timeline> {
  const startByte = await afterId3(source);
  const extent = { durationMs, startByte, endByte: source.sizeBytes };
  return sequentialTimeline(extent, walkSlots(source, ADTS, startByte, 0));
}
