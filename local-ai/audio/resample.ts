import sherpa from 'sherpa-onnx-node';

import { SAMPLE_RATE } from '../engine/sample-rate.ts';

/** Turns one channel, given piece by piece, into 16 kHz. `finish` gives what is left; call it once, last. */
export interface Resampler {
  push(samples: Float32Array): Float32Array;
  finish(): Float32Array;
}

const NOTHING = new Float32Array(0);

/** A band-limited resampler from `fromHz` to 16 kHz; at 16 kHz the samples pass unchanged. */
export function createResampler(fromHz: number): Resampler {
  if (fromHz === SAMPLE_RATE) return { push: (samples) => samples, finish: () => NOTHING };
  const inner = new sherpa.LinearResampler(fromHz, SAMPLE_RATE);
  return {
    push: (samples) => (samples.length === 0 ? NOTHING : inner.resample(samples)),
    finish: () => inner.flush(NOTHING),
  };
}
