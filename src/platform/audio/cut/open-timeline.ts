import type { RecordingFacts } from '../../../domain/analysis.ts';
import type { ByteSource } from '../byte-source.ts';
import { adtsTimeline } from './adts-timeline.ts';
import { flacTimeline } from './flac-timeline.ts';
import { mp3Timeline } from './mp3-timeline.ts';
import { openPacketTrack } from './packet-track.ts';
import { packetTimeline } from './packet-timeline.ts';
import type { Timeline } from './timeline.ts';
import { wavTimeline } from './wav-timeline.ts';

export interface OpenTimeline {
  readonly timeline: Timeline;
  close(): void;
}

/** `null` where the container cannot be cut. Throws what `source` throws, and what a damaged container makes a demuxer throw. */
export async function openTimeline(source: ByteSource, facts: RecordingFacts): Promise<OpenTimeline | null> {
  const timeline = await ownTimeline(source, facts);
  if (timeline !== 'packets') return timeline && { timeline, close: () => undefined };
  const track = await openPacketTrack(source);
  if (track === null) return null;
  return { timeline: await packetTimeline(track, source.sizeBytes), close: () => track.close() };
}

async function ownTimeline(source: ByteSource, facts: RecordingFacts): Promise<Timeline | null | 'packets'> {
  switch (facts.format) {
    case 'wav':
      return wavTimeline(source);
    case 'mp3':
      return mp3Timeline(source, facts);
    case 'adts':
      return adtsTimeline(source, facts);
    case 'flac':
      return flacTimeline(source, facts);
    default:
      return 'packets';
  }
}
