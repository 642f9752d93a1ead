import type { RecordingFacts } from '../../../domain/analysis.ts';
import type { AudioChunk } from '../../../domain/audio-chunk.ts';
import { type ByteSource, nullIfDamaged } from '../byte-source.ts';
import { adtsTimeline } from './aac.ts';
import { type CutWindow, quietMs } from './cut-point.ts';
import { flacTimeline } from './flac-timeline.ts';
import { mp3Timeline } from './mp3-timeline.ts';
import { openPacketTrack, packetTimeline } from './packets.ts';
import type { Slot, Timeline } from './timeline.ts';
import { wavTimeline } from './wav-timeline.ts';

export interface ChunkLimits {
  /** No chunk is longer. */
  readonly longestMs: number;
  /** About so much audio is in both of two neighbouring chunks; the cut lies in its middle. */
  readonly overlapMs: number;
}

/** Width of the window around the end of a chunk in which a quiet place is sought. */
const WINDOW_MS = 30_000;

/**
 * Plans how to cut a recording into chunks of about equal length at quiet places, without decoding it. `null`: it is transcribed
 * whole, because it is short enough or its container cannot be cut. Throws only what `source` throws.
 */
export async function planChunks(
  source: ByteSource,
  facts: RecordingFacts,
  limits: ChunkLimits,
): Promise<readonly AudioChunk[] | null> {
  if (facts.durationMs <= limits.longestMs || limits.longestMs <= 2 * limits.overlapMs) return null;
  return nullIfDamaged(source, async (watched) => {
    const opened = await openTimeline(watched, facts);
    if (opened === null) return null;
    try {
      return await planAlong(opened.timeline, limits);
    } finally {
      opened.close();
    }
  });
}

async function planAlong(timeline: Timeline, limits: ChunkLimits): Promise<readonly AudioChunk[] | null> {
  const chunks: AudioChunk[] = [];
  let begin = { startMs: 0, startByte: timeline.startByte };
  while (timeline.durationMs - begin.startMs > limits.longestMs) {
    const cut = await findCut(timeline, begin.startMs, limits);
    if (cut === null) return null;
    chunks.push(toChunk(chunks.length, begin, cut.last));
    begin = cut.next;
  }
  const end = { endMs: timeline.durationMs, endByte: timeline.endByte };
  return chunks.length === 0 ? null : [...chunks, toChunk(chunks.length, begin, end)];
}

/** The last slot of the chunk that begins at `beginMs`, and the first slot of the chunk after it. */
async function findCut(
  timeline: Timeline,
  beginMs: number,
  { longestMs, overlapMs }: ChunkLimits,
): Promise<{ last: Slot; next: Slot } | null> {
  const window = windowAfter(beginMs, timeline.durationMs, { longestMs, overlapMs });
  const slots = await timeline.slots(window.fromMs - overlapMs, window.toMs + overlapMs);
  if (slots === null || slots.length === 0) return null;
  const cutMs = quietMs(slots, window);
  const fitting = slots.filter(({ endMs }) => endMs <= beginMs + longestMs);
  const last = nearest(fitting, ({ endMs }) => endMs, cutMs + overlapMs / 2);
  const next = nearest(slots, ({ startMs }) => startMs, cutMs - overlapMs / 2);
  return last && next && next.startMs > beginMs && last.endMs > next.startMs ? { last, next } : null;
}

/** The window for the end of the next chunk, if the rest is cut into as few and as equal chunks as possible. */
function windowAfter(beginMs: number, durationMs: number, { longestMs, overlapMs }: ChunkLimits): CutWindow {
  const remainingMs = durationMs - beginMs;
  const chunks = Math.ceil((remainingMs - overlapMs) / (longestMs - overlapMs));
  const latestMs = beginMs + longestMs - overlapMs / 2;
  const wantedMs = Math.min(
    beginMs + (remainingMs + overlapMs * (chunks - 1)) / chunks - overlapMs / 2,
    latestMs,
  );
  const toMs = Math.min(wantedMs + WINDOW_MS / 2, latestMs);
  return { fromMs: Math.max(toMs - WINDOW_MS, (beginMs + toMs) / 2), toMs, wantedMs };
}

function nearest(slots: readonly Slot[], edgeMs: (slot: Slot) => number, toMs: number): Slot | null {
  const distance = (slot: Slot) => Math.abs(edgeMs(slot) - toMs);
  return slots.reduce<Slot | null>(
    (best, slot) => (best === null || distance(slot) < distance(best) ? slot : best),
    null,
  );
}

function toChunk(
  index: number,
  { startMs, startByte }: Pick<Slot, 'startMs' | 'startByte'>,
  { endMs, endByte }: Pick<Slot, 'endMs' | 'endByte'>,
): AudioChunk {
  return { index, startMs: Math.round(startMs), endMs: Math.round(endMs), startByte, endByte };
}

interface OpenTimeline {
  readonly timeline: Timeline;
  close(): void;
}

/** `null` where the container cannot be cut. Throws what `source` throws, and what a demuxer throws about a damaged container. */
async function openTimeline(source: ByteSource, facts: RecordingFacts): Promise<OpenTimeline | null> {
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
