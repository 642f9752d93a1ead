import { SAMPLE_RATE } from '../engine/sample-rate.ts';
import { AudioProblem } from './audio-problem.ts';

const MAX_CHANNELS = 16;
/** Below the first, a few bytes become hours at 16 kHz; above the second there is no sound. */
const RATES = { fewestHz: 4000, mostHz: 384_000 };
const MAX_HOURS = 8;
/** Of all channels that are kept together, at 16 kHz: 1.8 GB. */
const MAX_SAMPLES = MAX_HOURS * 3600 * SAMPLE_RATE;

/** What a recording may be before anything is allocated for it. Throws `AudioProblem` with the limit and the way out. */
export function requireWithinBounds(channels: number, sampleRate: number): void {
  if (channels > MAX_CHANNELS)
    throw new AudioProblem(
      'audio_undecodable',
      `The recording has ${channels} channels; at most ${MAX_CHANNELS} are read. Leave out or mix down the others.`,
    );
  if (sampleRate < RATES.fewestHz || sampleRate > RATES.mostHz)
    throw new AudioProblem(
      'audio_undecodable',
      `The recording has ${sampleRate} samples per second; ${RATES.fewestHz} to ${RATES.mostHz} are read. Resample it.`,
    );
}

/** The samples at 16 kHz that one recording may have in all channels together. */
export class SampleBudget {
  #left = MAX_SAMPLES;

  /** Call before the memory is allocated. Throws `AudioProblem` past eight hours. */
  take(seconds: number): void {
    this.#left -= Math.ceil(seconds * SAMPLE_RATE);
    if (this.#left < 0)
      throw new AudioProblem(
        'audio_too_long',
        `The recording is longer than ${MAX_HOURS} hours, its channels together. Send it in parts.`,
      );
  }
}
