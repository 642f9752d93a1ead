/** A stretch of time in milliseconds, `startMs <= endMs`. */
interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/** The union of intervals as disjoint intervals in order; touching ones are joined. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const merged: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of intervals.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else merged.push({ startMs, endMs });
  }
  return merged;
}

export function totalMs(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

/** Time covered by at least one interval. */
export function coveredMs(intervals: readonly Interval[]): number {
  return totalMs(mergeIntervals(intervals));
}

/** `part` of `whole` in percent, two decimals; 0 where `whole` is 0. */
export function percent(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.round((part / whole) * 10_000) / 100;
}
