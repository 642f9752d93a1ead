/** A stretch of audio that is never cut: a frame, a packet, or some blocks of samples. */
export interface Slot {
  /** Its place in the decoded recording, milliseconds with fractions. */
  readonly startMs: number;
  readonly endMs: number;
  readonly startByte: number;
  readonly endByte: number;
  /** Any number that grows with loudness. Comparable only within one recording. */
  readonly loudness: number;
}

/** The slots of a recording, found without decoding it. */
export interface Timeline {
  readonly durationMs: number;
  /** Start and end (exclusive) of the audio in the file. */
  readonly startByte: number;
  readonly endByte: number;
  /**
   * The slots from the one at `fromMs` to the last that begins before `toMs`, in order. Each call must ask for a later stretch
   * than the one before. `null` where the file cannot be read there.
   */
  slots(fromMs: number, toMs: number): Promise<readonly Slot[] | null>;
}

/** A timeline of slots that can only be found one after the other. Keeps those of the last stretch. */
export function sequentialTimeline(
  extent: Omit<Timeline, 'slots'>,
  groups: AsyncIterator<readonly Slot[]>,
): Timeline {
  let kept: Slot[] = [];
  return {
    ...extent,
    async slots(fromMs, toMs) {
      kept = kept.filter(({ endMs }) => endMs > fromMs);
      while ((kept.at(-1)?.endMs ?? 0) < toMs) {
        const group = await groups.next();
        if (group.done === true) break;
        kept.push(...group.value.filter(({ endMs }) => endMs > fromMs));
      }
      return kept.filter(({ startMs }) => startMs < toMs);
    },
  };
}
