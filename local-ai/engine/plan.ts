import { toSamples } from './sample-rate.ts';
import type { Span } from './spans.ts';
import type { SpeakerLabel } from './speakers/diarize.ts';

/** A span of speech with who and where. */
export interface SpeechSpan extends Span {
  channel: number;
  /** Null where the call is not diarized. */
  label: SpeakerLabel | null;
}

/** Spans of one speaker that are recognised together. */
export interface Passage {
  channel: number;
  label: SpeakerLabel | null;
  /** Ordered, at least one. */
  spans: Span[];
  /** The stretch to recognise: from the first span to the last, with padding. */
  padded: Span;
}

/** The recogniser is better with context: pauses up to this long stay inside a passage. */
const LONGEST_PAUSE = toSamples(1.2);
const LONGEST_PASSAGE = toSamples(12);
const PADDING = toSamples(0.3);

interface Draft {
  channel: number;
  label: SpeakerLabel | null;
  spans: Span[];
}

const startOf = ({ spans }: Draft): number => spans[0]?.from ?? 0;
const endOf = ({ spans }: Draft): number => spans.at(-1)?.to ?? 0;

/** True when somebody else starts to speak, or is speaking, in the pause before `next`. */
function isInterrupted(others: readonly SpeechSpan[], from: number, next: SpeechSpan): boolean {
  return others.some((other) => other.from < next.from && other.from >= from);
}

function belongs(draft: Draft, next: SpeechSpan, others: readonly SpeechSpan[]): boolean {
  return (
    draft.label?.speaker === next.label?.speaker &&
    next.from - endOf(draft) <= LONGEST_PAUSE &&
    next.to - startOf(draft) <= LONGEST_PASSAGE &&
    !isInterrupted(others, endOf(draft), next)
  );
}

/** Adds up to 0.3 s on each side, at most half the way to the neighbour in the same channel. */
function pad(draft: Draft, before: Draft | undefined, after: Draft | undefined, length: number): Span {
  const from = startOf(draft);
  const to = endOf(draft);
  const roomBefore = before === undefined ? from : (from - endOf(before)) / 2;
  const roomAfter = after === undefined ? length - to : (startOf(after) - to) / 2;
  return {
    from: from - Math.floor(Math.min(PADDING, roomBefore)),
    to: to + Math.floor(Math.min(PADDING, roomAfter)),
  };
}

/**
 * Groups the spans of one channel into passages. A passage has one speaker, pauses of at most 1.2 s, at most 12 s, and
 * nobody else starting to speak in its pauses (`others`: the speech of the other channels). `length` is the channel's
 * length in samples. Spans are ordered and do not overlap.
 */
export function planPassages(
  spans: readonly SpeechSpan[],
  others: readonly SpeechSpan[],
  length: number,
): Passage[] {
  const drafts: Draft[] = [];
  for (const { channel, label, from, to } of spans) {
    const last = drafts.at(-1);
    if (last !== undefined && belongs(last, { channel, label, from, to }, others))
      last.spans.push({ from, to });
    else drafts.push({ channel, label, spans: [{ from, to }] });
  }
  return drafts.map((draft, index) => ({
    ...draft,
    padded: pad(draft, drafts[index - 1], drafts[index + 1], length),
  }));
}
