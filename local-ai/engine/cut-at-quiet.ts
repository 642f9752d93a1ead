import { toSamples } from './sample-rate.ts';
import { FRAME_SAMPLES, type Span } from './spans.ts';

const PIECE_SAMPLES = toSamples(30);
const SEARCH_SAMPLES = toSamples(8);
/** Length over which quietness is measured: about 0.2 s, longer than the closure of a consonant. */
const QUIET_FRAMES = 6;

function frameEnergies(samples: Float32Array, from: number, to: number): number[] {
  const energies: number[] = [];
  for (let at = from; at + FRAME_SAMPLES <= to; at += FRAME_SAMPLES) {
    let energy = 0;
    for (let index = at; index < at + FRAME_SAMPLES; index += 1) energy += (samples[index] ?? 0) ** 2;
    energies.push(energy);
  }
  return energies;
}

/** The middle of the quietest 0.2 s in a range. */
function quietestMoment(samples: Float32Array, from: number, to: number): number {
  const energies = frameEnergies(samples, from, to);
  let [best, bestEnergy] = [0, Infinity];
  for (let first = 0; first + QUIET_FRAMES <= energies.length; first += 1) {
    const energy = energies.slice(first, first + QUIET_FRAMES).reduce((sum, value) => sum + value, 0);
    if (energy < bestEnergy) [best, bestEnergy] = [first, energy];
  }
  return from + (best + QUIET_FRAMES / 2) * FRAME_SAMPLES;
}

/**
 * Cuts a channel into pieces of about half a minute (22 to 30 s), at the quietest moment near each cut, so that the
 * pieces can be searched for speech at the same time. The pieces cover the channel without gap or overlap.
 */
export function cutAtQuiet(samples: Float32Array): Span[] {
  const pieces: Span[] = [];
  let from = 0;
  while (samples.length - from > PIECE_SAMPLES) {
    const cut = quietestMoment(samples, from + PIECE_SAMPLES - SEARCH_SAMPLES, from + PIECE_SAMPLES);
    pieces.push({ from, to: cut });
    from = cut;
  }
  if (samples.length > from) pieces.push({ from, to: samples.length });
  return pieces;
}
