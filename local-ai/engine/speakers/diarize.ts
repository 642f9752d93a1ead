import { toSamples } from '../sample-rate.ts';
import { lengthOf } from '../spans.ts';
import { fitGaussian, type Gaussian, logDensity, twoVoicesEvidence } from './gaussian.ts';
import { twoMeans } from './two-means.ts';
import { type Voice, voicePoints } from './voice-points.ts';

/** Shorter spans are too short to shape the groups; they are only assigned to one. */
const SHAPING_SAMPLES = toSamples(0.5);
/** About one second: below that a covariance of 19 coefficients means nothing. */
const FEWEST_FRAMES = 30;
/** Added to variances when spans are assigned, so that one odd coefficient does not decide about a short span. */
const ASSIGNING_FLOOR = 5;
/** Added to variances when one voice is weighed against two: more would hide a real difference. */
const WEIGHING_FLOOR = 1;
/**
 * Lets 25 s of two people count as two: measured gain over cost is 0.97 and more for two voices, and 0.44 and less for
 * one, over 30 calls and their first 25 s.
 */
const SECOND_VOICE_PENALTY = 0.7;
const MAX_ROUNDS = 5;
/** Neighbouring frames are nearly alike, so about one in ten counts as an observation of its own. */
const INDEPENDENT_SHARE = 0.1;

/** Who speaks in a span: 0 is who speaks first in the call. */
export interface SpeakerLabel {
  speaker: number;
  /** Probability 0.5..1 of this speaker against the other one; 1 when there is only one. */
  confidence: number;
}

const framesOf = (voices: readonly Voice[], labels: readonly number[], label: number) =>
  voices.flatMap((voice, index) => (labels[index] === label ? voice.frames : []));

/** Log likelihood of the span under the second Gaussian less that under the first. */
const evidenceFor = (voice: Voice, [zero, one]: readonly [Gaussian, Gaussian]): number =>
  voice.frames.reduce((sum, frame) => sum + logDensity(one, frame) - logDensity(zero, frame), 0);

/** Models of both voices, or null when the spans hold one voice only. */
function modelVoices(voices: readonly Voice[]): [Gaussian, Gaussian] | null {
  let labels = twoMeans(voicePoints(voices));
  for (let round = 0; ; round += 1) {
    const first = framesOf(voices, labels, 0);
    const second = framesOf(voices, labels, 1);
    if (Math.min(first.length, second.length) < FEWEST_FRAMES) return null;
    const models: [Gaussian, Gaussian] = [
      fitGaussian(first, ASSIGNING_FLOOR),
      fitGaussian(second, ASSIGNING_FLOOR),
    ];
    const next = voices.map((voice) => (evidenceFor(voice, models) > 0 ? 1 : 0));
    const stable = next.every((label, index) => label === labels[index]);
    if (stable || round === MAX_ROUNDS)
      return twoVoicesEvidence(first, second, WEIGHING_FLOOR, SECOND_VOICE_PENALTY) > 0 ? models : null;
    labels = next;
  }
}

/** The label of the span nearest in time that has one. */
function nearestLabel(
  voices: readonly Voice[],
  labels: readonly (SpeakerLabel | null)[],
  at: number,
): SpeakerLabel {
  const here = voices[at]?.span;
  const distances = labels.map((label, index) => {
    const other = voices[index]?.span;
    if (label === null || here === undefined || other === undefined) return Infinity;
    return Math.max(other.from - here.to, here.from - other.to, 0);
  });
  const nearest = distances.indexOf(Math.min(...distances));
  return { speaker: labels[nearest]?.speaker ?? 0, confidence: 0.5 };
}

/** Numbers the speakers in the order in which they first speak. */
function byFirstWord(labels: readonly SpeakerLabel[]): SpeakerLabel[] {
  const first = labels[0]?.speaker ?? 0;
  return labels.map(({ speaker, confidence }) => ({ speaker: speaker === first ? 0 : 1, confidence }));
}

/**
 * Says for each span of a mono call which of two people speaks, by how the voices sound: two-means over the spans gives
 * a first split, then one Gaussian per voice over all its frames decides, until nothing changes. Spans are ordered in
 * time. One label per span; a single speaker where two voices explain the call no better than one. Deterministic.
 */
export function diarizeVoices(voices: readonly Voice[]): SpeakerLabel[] {
  const shaping = voices.filter(({ span, frames }) => lengthOf(span) >= SHAPING_SAMPLES && frames.length > 0);
  const models = shaping.length < 2 ? null : modelVoices(shaping);
  if (models === null) return voices.map(() => ({ speaker: 0, confidence: 1 }));
  const assigned = voices.map((voice) => {
    if (voice.frames.length === 0) return null;
    const evidence = evidenceFor(voice, models);
    return {
      speaker: evidence > 0 ? 1 : 0,
      confidence: 1 / (1 + Math.exp(-Math.abs(evidence) * INDEPENDENT_SHARE)),
    };
  });
  return byFirstWord(assigned.map((label, index) => label ?? nearestLabel(voices, assigned, index)));
}
