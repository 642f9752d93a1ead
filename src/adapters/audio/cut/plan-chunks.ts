import type { RecordingFacts } from '../../../domain/analysis.ts';
import type { AudioChunk } from '../../../domain/audio-chunk.ts';
import { type ByteSource, nullIfDamaged } from '../byte-source.ts';
import { adtsTimeline } from './aac.ts';
import { flacTimeline } from './flac.ts';
import { mp3Timeline } from './mp3.ts';
import { openPacketTrack, packetTimeline } from './packets.ts';
import type { Slot, Timeline } from './timeline.ts';
import { wavTimeline } from './wav.ts';

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

/** As long as a pause between sentences; shorter quiet occurs within words. */
const PAUSE_MS = 600;
/** A place is quiet up to this share of the way from the quietest loudness to the mean. */
const QUIET_SHARE = 0.1;
/** Quiet is followed this far to either side: the middle of a longer silence is no better place. */
const LONGEST_QUIET_MS = 1000;

interface CutWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** The best place for the cut if all were equally quiet. */
  readonly wantedMs: number;
}

/** The middle of the quiet stretch nearest to the wanted place, in milliseconds. `slots` are in order. */
function quietMs(slots: readonly Slot[], { fromMs, toMs, wantedMs }: CutWindow): number {
  const places = pauses(slots).filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const quietest = places.reduce((least, { loudness }) => Math.min(least, loudness), Infinity);
  const mean = places.reduce((sum, { loudness }) => sum + loudness, 0) / places.length;
  const quiet = quietest + (mean - quietest) * QUIET_SHARE;
  const distance = (place: Place | undefined) => (place ? Math.abs(place.atMs - wantedMs) : Infinity);
  const chosen = places.reduce(
    (best, place, index) =>
      place.loudness <= quiet && distance(place) < distance(places[best]) ? index : best,
    -1,
  );
  return chosen < 0 ? wantedMs : middleOfQuiet(places, chosen, quiet);
}

function middleOfQuiet(places: readonly Place[], chosen: number, quiet: number): number {
  const isQuiet = (place: Place | undefined): place is Place =>
    place !== undefined && place.loudness <= quiet;
  const chosenMs = places[chosen]?.atMs ?? 0;
  const edgeMs = (step: number): number => {
    let edge = chosenMs;
    for (let at = chosen + step; ; at += step) {
      const place = places[at];
      if (!isQuiet(place) || Math.abs(place.atMs - chosenMs) > LONGEST_QUIET_MS) return edge;
      edge = place.atMs;
    }
  };
  return (edgeMs(-1) + edgeMs(1)) / 2;
}

interface Place {
  readonly atMs: number;
  /** Half mean, half peak of the pause around it, so that a short sound counts. */
  readonly loudness: number;
}

function pauses(slots: readonly Slot[]): Place[] {
  let first = 0;
  return slots.map((slot) => {
    const atMs = centreMs(slot);
    while (centreMs(slots[first] ?? slot) < atMs - PAUSE_MS / 2) first += 1;
    return { atMs, loudness: loudnessFrom(slots, first, atMs + PAUSE_MS / 2) };
  });
}

function centreMs({ startMs, endMs }: Slot): number {
  return (startMs + endMs) / 2;
}

function loudnessFrom(slots: readonly Slot[], first: number, untilMs: number): number {
  let sum = 0;
  let count = 0;
  let loudest = 0;
  for (let at = first; at < slots.length; at += 1) {
    const slot = slots[at];
    if (slot === undefined || centreMs(slot) > untilMs) break;
    sum += slot.loudness;
    count += 1;
    loudest = Math.max(loudest, slot.loudness);
  }
  return (sum / Math.max(1, count) + loudest) / 2;
}
