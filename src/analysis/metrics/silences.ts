import type { AnalysisConfig } from '../../domain/analysis-config.ts';
import { isBackchannel, type ParsedTranscript, type ParsedUtterance } from '../../text/parsed-transcript.ts';
import { phrases } from '../../text/sentences.ts';
import { totalMs } from './intervals.ts';

/** A silence between two stretches of speech. Silence before the first and after the last word is not one. */
interface Gap {
  readonly startMs: number;
  readonly endMs: number;
  readonly durationMs: number;
  /** `index` of the utterance that ends last before the silence. */
  readonly afterUtterance: number;
  /** `index` of the utterance that opens or ends a hold; `null` for any other silence. */
  readonly holdUtterance: number | null;
}

/** How many utterances back a hold may be asked for, where only short answers ("certainly") follow. */
const HOLD_REACH_UTTERANCES = 3;
const SHORT_ANSWER_WORDS = 3;

/** Pauses, dead air and hold of a call; docs/metrics.md defines them. */
export function measureSilences(
  parsed: ParsedTranscript,
  { pauseMs, maxPauseMs, deadAirMs }: AnalysisConfig,
) {
  const gaps = findGaps(parsed, Math.min(pauseMs, deadAirMs));
  const pauses = gaps.filter(({ durationMs }) => durationMs >= pauseMs);
  const deadAir = gaps.filter(
    ({ durationMs, holdUtterance }) => durationMs >= deadAirMs && holdUtterance === null,
  );
  const hold = pauses.flatMap((gap) =>
    gap.holdUtterance === null ? [] : [{ ...timesOf(gap), announcedBy: gap.holdUtterance }],
  );
  return {
    pauses: pauses.map((gap) => ({
      ...timesOf(gap),
      compliant: gap.durationMs <= maxPauseMs,
      afterUtterance: gap.afterUtterance,
    })),
    deadAir: { count: deadAir.length, totalMs: totalMs(deadAir), instances: deadAir.map(timesOf) },
    hold: { count: hold.length, totalMs: totalMs(hold), instances: hold },
  };
}

function timesOf({ startMs, endMs, durationMs }: Gap) {
  return { startMs, endMs, durationMs };
}

/** Every silence of `minMs` or more, in order. Linear in the number of utterances. */
function findGaps({ english, utterances }: ParsedTranscript, minMs: number): Gap[] {
  const gaps: Gap[] = [];
  let last: ParsedUtterance | null = null;
  for (const [position, next] of utterances.entries()) {
    if (last !== null && next.startMs - last.endMs >= minMs) {
      const [startMs, endMs] = [last.endMs, next.startMs];
      const holdUtterance = english ? holdAround(utterances, position) : null;
      gaps.push({ startMs, endMs, durationMs: endMs - startMs, afterUtterance: last.index, holdUtterance });
    }
    if (last === null || next.endMs > last.endMs) last = next;
  }
  return gaps;
}

/** The utterance that makes the silence before `position` a hold, if any. */
function holdAround(utterances: readonly ParsedUtterance[], position: number): number | null {
  for (let back = 1; back <= HOLD_REACH_UTTERANCES; back += 1) {
    const candidate = utterances[position - back];
    if (candidate === undefined) break;
    if (HOLD_BEGINS.test(candidate.sentences.at(-1)?.norm ?? '')) return candidate.index;
    if (candidate.tokens.length > SHORT_ANSWER_WORDS && !isBackchannel(candidate)) break;
  }
  const next = utterances[position];
  return next !== undefined && HOLD_ENDS.test(next.sentences[0]?.norm ?? '') ? next.index : null;
}

/** Said by an agent before the line goes quiet, while something is looked up or transferred. */
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

/** Said by an agent who comes back from a hold. */
const HOLD_ENDS = phrases(
  '(?:thank you|thanks)(?: so much| very much| again)? for (?:holding|waiting|your patience|hanging on|bearing)(?: .*)?',
  'sorry (?:for|about) (?:the|your|that)(?: long)? (?:wait|hold|delay)',
  'i appreciate your patience',
);
