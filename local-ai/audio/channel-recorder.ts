import { SAMPLE_RATE } from '../engine/sample-rate.ts';
import { AudioProblem } from './audio-problem.ts';
import { createResampler, type Resampler } from './resample.ts';

/** Longest channel that is kept, in samples at 16 kHz: 8 hours, 1.8 GB. */
const MAX_SAMPLES = 8 * 3600 * SAMPLE_RATE;

/** Collects one channel at 16 kHz. */
export class ChannelRecorder {
  readonly #resampler: Resampler;
  readonly #pieces: Float32Array[] = [];
  #length = 0;

  constructor(sampleRate: number) {
    this.#resampler = createResampler(sampleRate);
  }

  /** Adds samples at the rate of the source. Throws `AudioProblem` past eight hours. */
  push(samples: Float32Array): void {
    this.#keep(this.#resampler.push(samples));
  }

  /** Everything collected, in memory that worker threads can read without a copy. */
  finish(): Float32Array {
    this.#keep(this.#resampler.finish());
    const shared = new Float32Array(new SharedArrayBuffer(this.#length * Float32Array.BYTES_PER_ELEMENT));
    let at = 0;
    for (const piece of this.#pieces.splice(0)) {
      shared.set(piece, at);
      at += piece.length;
    }
    return shared;
  }

  #keep(piece: Float32Array): void {
    this.#length += piece.length;
    if (this.#length > MAX_SAMPLES)
      throw new AudioProblem('audio_too_long', 'The recording is longer than 8 hours.');
    if (piece.length > 0) this.#pieces.push(piece);
  }
}
