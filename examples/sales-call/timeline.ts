import type { Speaker } from './script.ts';

/** One spoken turn before it has a place: mono samples at the rate of the call. */
export interface SpokenTurn {
  readonly who: Speaker;
  readonly gapMs: number;
  readonly text: string;
  readonly hold: boolean;
  readonly samples: Int16Array;
}

/** A turn at its place, in integer milliseconds; `endMs - startMs` is the length of its samples, rounded up. */
export interface PlacedTurn extends SpokenTurn {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Gives each turn its place: `gapMs` after the latest end so far, before it where the gap is negative.
 * Throws when a turn would start before the call or while its own speaker still talks.
 */
export function placeTurns(turns: readonly SpokenTurn[], sampleRateHz: number): PlacedTurn[] {
  const ends = { agent: 0, customer: 0 };
  return turns.map((turn) => {
    const startMs = Math.max(ends.agent, ends.customer) + turn.gapMs;
    if (startMs < ends[turn.who]) throw new Error(`"${turn.text}" starts while its speaker still talks.`);
    const endMs = startMs + Math.ceil((turn.samples.length * 1000) / sampleRateHz);
    ends[turn.who] = endMs;
    return { ...turn, startMs, endMs };
  });
}

/** One channel of the call: the turns of `who` at their places, silence elsewhere. */
export function mixChannel(
  turns: readonly PlacedTurn[],
  who: Speaker,
  durationMs: number,
  sampleRateHz: number,
): Int16Array {
  const channel = new Int16Array(Math.round((durationMs * sampleRateHz) / 1000));
  for (const turn of turns) {
    if (turn.who === who) channel.set(turn.samples, Math.round((turn.startMs * sampleRateHz) / 1000));
  }
  return channel;
}
