import type { Role } from '../../domain/transcript.ts';
import { isBackchannel, type ParsedUtterance } from '../../text/parsed-transcript.ts';

/** A stretch in which one speaker holds the floor. */
export interface Turn {
  readonly speaker: string;
  readonly role: Role;
  readonly startMs: number;
  readonly endMs: number;
  readonly utterances: readonly ParsedUtterance[];
}

/** One speaker cutting another off. */
export interface Interruption {
  readonly by: ParsedUtterance;
  readonly interrupted: ParsedUtterance;
  readonly overlapMs: number;
}

interface Floor {
  holder: ParsedUtterance;
  endMs: number;
  utterances: ParsedUtterance[];
}

/**
 * Follows who holds the floor (turns as in Sacks, Schegloff & Jefferson, A simplest systematics for the
 * organization of turn-taking, 1974). Speech that begins and ends inside another's speech, and a backchannel that
 * overlaps, leave the floor where it is. Speech that outlasts the holder's takes the floor, and is an interruption
 * where both overlap for `minOverlapMs` or more. Linear in the number of utterances.
 */
export function followFloor(
  utterances: readonly ParsedUtterance[],
  minOverlapMs: number,
): { turns: Turn[]; interruptions: Interruption[] } {
  const turns: Turn[] = [];
  const interruptions: Interruption[] = [];
  let floor: Floor | null = null;
  for (const next of utterances) {
    if (floor === null || next.speaker !== floor.holder.speaker) {
      const overlapMs: number = floor === null ? 0 : floor.endMs - next.startMs;
      if (floor !== null && overlapMs > 0 && (next.endMs <= floor.endMs || isBackchannel(next))) continue;
      if (floor !== null) {
        turns.push(turnOf(floor));
        if (overlapMs > 0 && overlapMs >= minOverlapMs)
          interruptions.push({ by: next, interrupted: floor.holder, overlapMs });
      }
      floor = { holder: next, endMs: next.endMs, utterances: [next] };
    } else {
      floor.utterances.push(next);
      if (next.endMs >= floor.endMs) floor.holder = next;
      floor.endMs = Math.max(floor.endMs, next.endMs);
    }
  }
  if (floor !== null) turns.push(turnOf(floor));
  return { turns, interruptions };
}

function turnOf(floor: Floor): Turn {
  const { speaker, role } = floor.holder;
  const startMs = floor.utterances[0]?.startMs ?? floor.holder.startMs;
  return { speaker, role, startMs, endMs: floor.endMs, utterances: floor.utterances };
}

/**
 * The longest stretch one speaker speaks without another taking the floor and without a silence of
 * `breakMs` or more; null where nobody speaks.
 */
export function longestMonologue(turns: readonly Turn[], breakMs: number): Turn | null {
  let longest: Turn | null = null;
  for (const turn of turns.flatMap((turn) => splitAtSilences(turn, breakMs))) {
    if (longest === null || turn.endMs - turn.startMs > longest.endMs - longest.startMs) longest = turn;
  }
  return longest;
}

function splitAtSilences(turn: Turn, breakMs: number): Turn[] {
  const parts: Floor[] = [];
  for (const utterance of turn.utterances) {
    const part = parts.at(-1);
    if (part === undefined || utterance.startMs - part.endMs >= breakMs) {
      parts.push({ holder: utterance, endMs: utterance.endMs, utterances: [utterance] });
    } else {
      part.utterances.push(utterance);
      part.endMs = Math.max(part.endMs, utterance.endMs);
    }
  }
  return parts.map(turnOf);
}

/** How long customers wait for the agent's answer, in milliseconds; null where the agent never follows a customer. */
interface ResponseTimes {
  readonly count: number;
  readonly meanMs: number | null;
  readonly p95Ms: number | null;
  readonly maxMs: number | null;
}

/**
 * The gap from the end of a customer's turn to the start of the agent's next one (the floor transfer offset of
 * Heldner & Edlund, Pauses, gaps and overlaps in conversations, 2010; an answer that begins early counts as 0).
 * The 95th percentile is by nearest rank.
 */
export function responseTimes(turns: readonly Turn[]): ResponseTimes {
  const gaps: number[] = [];
  for (const [position, turn] of turns.entries()) {
    const before = turns[position - 1];
    if (turn.role === 'agent' && before?.role === 'customer')
      gaps.push(Math.max(0, turn.startMs - before.endMs));
  }
  if (gaps.length === 0) return { count: 0, meanMs: null, p95Ms: null, maxMs: null };
  const sorted = gaps.toSorted((a, b) => a - b);
  const rank = Math.ceil(sorted.length * 0.95) - 1;
  return {
    count: gaps.length,
    meanMs: Math.round(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length),
    p95Ms: sorted[rank] ?? null,
    maxMs: sorted.at(-1) ?? null,
  };
}
