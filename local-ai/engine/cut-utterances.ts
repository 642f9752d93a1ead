import { confidenceAt, signalToNoiseDb } from './confidence.ts';
import { spanPower } from './frame-powers.ts';
import type { Passage } from './plan.ts';
import { toSamples } from './sample-rate.ts';
import type { Span } from './spans.ts';
import type { SpeakerLabel } from './speakers/diarize.ts';
import type { PlacedWord } from './spread-words.ts';

/** Words of one speaker without a long pause. Times are samples at 16 kHz. */
export interface RecognisedUtterance extends Span {
  channel: number;
  /** Null where the call is not diarized. */
  label: SpeakerLabel | null;
  /** Expected share of right words at the utterance's signal-to-noise ratio, 0..1. */
  confidence: number;
  /** At least one. */
  words: PlacedWord[];
}

interface ChannelFacts {
  samples: Float32Array;
  noiseFloor: number;
  utteranceSplitSeconds: number;
}

/** Splits words where the pause between two is at least `pause` samples. */
function splitAtPauses(words: readonly PlacedWord[], pause: number): PlacedWord[][] {
  const groups: PlacedWord[][] = [];
  for (const word of words) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && word.from - last.to < pause) groups.at(-1)?.push(word);
    else groups.push([word]);
  }
  return groups;
}

/** Cuts the words of a passage into utterances; the parts of a passage without words leave nothing behind. */
export function cutUtterances(
  passage: Passage,
  words: readonly PlacedWord[],
  facts: ChannelFacts,
): RecognisedUtterance[] {
  const { channel, label } = passage;
  return splitAtPauses(words, toSamples(facts.utteranceSplitSeconds)).flatMap((group) => {
    const first = group[0];
    const last = group.at(-1);
    if (first === undefined || last === undefined) return [];
    const span = { from: first.from, to: last.to };
    const ratioDb = signalToNoiseDb(spanPower(facts.samples, span), facts.noiseFloor);
    return [{ ...span, channel, label, confidence: confidenceAt(ratioDb), words: group }];
  });
}
