import type { Slot } from './timeline.ts';

/** As long as a pause between sentences; shorter quiet occurs within words. */
const PAUSE_MS = 600;
/** A place is quiet up to this share of the way from the quietest loudness to the mean. */
const QUIET_SHARE = 0.1;
/** Quiet is followed this far to either side: the middle of a longer silence is no better place. */
const LONGEST_QUIET_MS = 1000;

export interface CutWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** The best place for the cut if all were equally quiet. */
  readonly wantedMs: number;
}

/** The middle of the quiet stretch nearest to the wanted place, in milliseconds. `slots` are in order. */
export function quietMs(slots: readonly Slot[], { fromMs, toMs, wantedMs }: CutWindow): number {
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
