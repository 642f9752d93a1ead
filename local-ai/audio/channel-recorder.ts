import { createResampler, type Resampler } from './resample.ts';

/** Collects one channel at 16 kHz. */
export class ChannelRecorder {
  readonly #resampler: Resampler;
  readonly #pieces: Float32Array[] = [];
  #length = 0;

  constructor(sampleRate: number) {
    this.#resampler = createResampler(sampleRate);
  }

  /** Adds samples at the rate of the source. */
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
    if (piece.length > 0) this.#pieces.push(piece);
  }
}
