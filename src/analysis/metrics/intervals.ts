import type { ParsedUtterance } from '../../text/parsed-transcript.ts';

/** A stretch of time in milliseconds, `startMs <= endMs`. */
interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/** Talk time of each speaker, by label, in order of first appearance. Speaking over oneself counts once. */
export function talkTimes(utterances: readonly ParsedUtterance[]): Map<string, number> {
  const bySpeaker = Map.groupBy(utterances, ({ speaker }) => speaker);
  return new Map([...bySpeaker].map(([speaker, own]) => [speaker, coveredMs(own)]));
}

/** Time during which two or more speakers speak, found by a sweep over the beginnings and ends of their speech. */
export function overlappedMs(utterances: readonly ParsedUtterance[]): number {
  const edges = [...Map.groupBy(utterances, ({ speaker }) => speaker).values()]
    .flatMap((own) => mergeIntervals(own))
    .flatMap(({ startMs, endMs }) => [
      { atMs: startMs, step: 1 },
      { atMs: endMs, step: -1 },
    ])
    .toSorted((a, b) => a.atMs - b.atMs || a.step - b.step);
  let speaking = 0;
  let overlapMs = 0;
  for (const [position, { atMs, step }] of edges.entries()) {
    speaking += step;
    if (speaking >= 2) overlapMs += (edges[position + 1]?.atMs ?? atMs) - atMs;
  }
  return overlapMs;
}

/** Time covered by at least one interval. */
export function coveredMs(intervals: readonly Interval[]): number {
  return totalMs(mergeIntervals(intervals));
}

/** The sum of the lengths of all intervals. */
export function totalMs(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

/** The union of intervals as disjoint intervals in order; touching ones are joined. */
function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const merged: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of intervals.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else merged.push({ startMs, endMs });
  }
  return merged;
}

/** Words per minute of talk time, rounded; 0 without talk time. */
export function wordsPerMinute(words: number, talkMs: number): number {
  return talkMs <= 0 ? 0 : Math.round((words * 60_000) / talkMs);
}

/** `part` of `whole` in percent, two decimals; 0 where `whole` is 0. */
export function percent(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.round((part / whole) * 10_000) / 100;
}
