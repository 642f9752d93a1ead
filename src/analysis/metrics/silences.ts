import { HOLD_ANNOUNCED, HOLD_RETURNED } from '../../text/hold-phrases.ts';
import { isBackchannel, type ParsedTranscript, type ParsedUtterance } from '../../text/parsed-transcript.ts';

/** A silence between two stretches of speech. Silence before the first and after the last word is not one. */
export interface Gap {
  readonly startMs: number;
  readonly endMs: number;
  readonly durationMs: number;
  /** The utterance that ends last before the silence. */
  readonly after: ParsedUtterance;
  /** The utterance that ends the silence. */
  readonly before: ParsedUtterance;
  /** `index` of the utterance that announced (or, returning, confirmed) a hold; null for any other silence. */
  readonly holdUtterance: number | null;
}

/** How many utterances back an announcement may lie where only short answers ("certainly") follow it. */
const ANNOUNCEMENT_REACH = 3;
const SHORT_ANSWER_WORDS = 3;

/** Every silence of `minMs` or more, in order, each told apart as hold or not. Linear in the number of utterances. */
export function findGaps(reading: ParsedTranscript, minMs: number): Gap[] {
  const gaps: Gap[] = [];
  let last: ParsedUtterance | null = null;
  for (const [position, next] of reading.utterances.entries()) {
    if (last !== null && next.startMs - last.endMs >= minMs) {
      const holdUtterance = reading.english ? holdAround(reading.utterances, position) : null;
      const [startMs, endMs] = [last.endMs, next.startMs];
      gaps.push({ startMs, endMs, durationMs: endMs - startMs, after: last, before: next, holdUtterance });
    }
    if (last === null || next.endMs > last.endMs) last = next;
  }
  return gaps;
}

/** The utterance that makes the silence before `position` a hold, if any. */
function holdAround(spoken: readonly ParsedUtterance[], position: number): number | null {
  for (let back = 1; back <= ANNOUNCEMENT_REACH; back += 1) {
    const candidate = spoken[position - back];
    if (candidate === undefined) break;
    if (HOLD_ANNOUNCED.test(candidate.sentences.at(-1)?.norm ?? '')) return candidate.index;
    if (candidate.tokens.length > SHORT_ANSWER_WORDS && !isBackchannel(candidate)) break;
  }
  const next = spoken[position];
  return next !== undefined && HOLD_RETURNED.test(next.sentences[0]?.norm ?? '') ? next.index : null;
}
