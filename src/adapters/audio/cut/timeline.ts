/** A stretch of audio that belongs to a chunk as a whole: a frame, a packet, or some blocks of samples. */
export interface Slot {
  /** Where it is heard in the decoded recording, milliseconds, with fractions. */
  readonly startMs: number;
  readonly endMs: number;
  readonly startByte: number;
  readonly endByte: number;
  /** Anything that grows with loudness; compared only within one recording. */
  readonly loudness: number;
}

/** What can be known of a recording without decoding it. */
export interface Timeline {
  readonly durationMs: number;
  /** Where its audio begins and ends in the file. */
  readonly startByte: number;
  readonly endByte: number;
  /**
   * The slots from the one that sounds at `fromMs` to the one before `toMs`, in order. Asked for stretches that move
   * forward. `null` where what is there cannot be understood.
   */
  slots(fromMs: number, toMs: number): Promise<readonly Slot[] | null>;
}

/** A timeline over slots that can only be found one after the other; keeps those of the stretch that was asked for. */
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
