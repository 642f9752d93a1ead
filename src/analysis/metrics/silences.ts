import { isBackchannel, type ParsedTranscript, type ParsedUtterance } from '../../text/parsed-transcript.ts';
import { phrases } from '../../text/phrases.ts';

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
    if (HOLD_BEGINS.test(candidate.sentences.at(-1)?.norm ?? '')) return candidate.index;
    if (candidate.tokens.length > SHORT_ANSWER_WORDS && !isBackchannel(candidate)) break;
  }
  const next = spoken[position];
  return next !== undefined && HOLD_ENDS.test(next.sentences[0]?.norm ?? '') ? next.index : null;
}

/** The line is about to go quiet while something is looked up or transferred. */
const HOLD_BEGINS = phrases(
  '(?:one|just a|a|another|a quick|two|just one|a few|couple) (?:more )?(?:moment|second|sec|minute|seconds|moments|minutes)',
  '(?:please )?hold(?: on| please| the line| for)?(?= |$)',
  'on hold',
  'hang on',
  '(?:please )?bear with me',
  'let me (?:just )?(?:check|see|look|pull|find|get|put you|transfer|connect|verify|grab|go)(?: .*)?',
  "i(?:'ll| will| am going to|'m going to) (?:just )?(?:check|look|pull|find|put you on|transfer you|connect you)(?: .*)?",
  'give me (?:just )?(?:a|one)(?: .*)?',
  'while i (?:check|look|pull|find|get|bring)(?: .*)?',
  'still (?:checking|looking|loading|waiting)',
);

/** The agent comes back from a hold. */
const HOLD_ENDS = phrases(
  '(?:thank you|thanks)(?: so much| very much| again)? for (?:holding|waiting|your patience|hanging on|bearing)(?: .*)?',
  'sorry (?:for|about) (?:the|your|that)(?: long)? (?:wait|hold|delay)',
  'i appreciate your patience',
);
