import { lengthOf, type Span } from '../spans.ts';
import { standardise, type WeightedPoint } from './two-means.ts';
import { VOICE_COEFFICIENTS, type VoiceFrame } from './voice-frames.ts';

/** How one span of speech sounds. */
export interface Voice {
  span: Span;
  frames: VoiceFrame[];
  /** Median pitch, null when nothing in the span is voiced. */
  pitchHz: number | null;
}

/** Pitch separates two speakers better than any one cepstral value, of which there are 38. */
const PITCH_WEIGHT = 4;

function meanAndSpread(frames: readonly VoiceFrame[]): number[] {
  const size = Array.from({ length: VOICE_COEFFICIENTS }, (_, index) => index);
  const means = size.map(
    (index) => frames.reduce((sum, frame) => sum + (frame[index] ?? 0), 0) / frames.length,
  );
  const spreads = size.map((index) => {
    const squares = frames.reduce((sum, frame) => sum + ((frame[index] ?? 0) - (means[index] ?? 0)) ** 2, 0);
    return Math.sqrt(squares / frames.length);
  });
  return [...means, ...spreads];
}

/** Mean of the logarithm of the pitch over all voiced spans, weighted by length; stands in for an unvoiced span. */
function usualLogPitch(voices: readonly Voice[]): number {
  const voiced = voices.flatMap(({ span, pitchHz }) =>
    pitchHz === null ? [] : [{ weight: lengthOf(span), pitchHz }],
  );
  const total = voiced.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0
    ? 0
    : voiced.reduce((sum, { weight, pitchHz }) => sum + weight * Math.log(pitchHz), 0) / total;
}

/**
 * One point per span: mean and deviation of each cepstral coefficient, then the weighted log pitch as last value, all
 * standardised over the call. The weight of a point is the span's length. Each voice needs at least one frame.
 */
export function voicePoints(voices: readonly Voice[]): WeightedPoint[] {
  const usual = usualLogPitch(voices);
  const points = voices.map(({ span, frames, pitchHz }) => ({
    values: [...meanAndSpread(frames), pitchHz === null ? usual : Math.log(pitchHz)],
    weight: lengthOf(span),
  }));
  return standardise(points).map(({ values, weight }) => ({
    values: values.map((value, index) => (index === values.length - 1 ? value * PITCH_WEIGHT : value)),
    weight,
  }));
}
