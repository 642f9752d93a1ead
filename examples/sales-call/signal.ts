const TAP_COUNT = 127;
const ONE = 1 << 15;
const CUTOFF = 3900 / 16_000;

/** From 16 kHz to 8 kHz, without what is above 3.9 kHz. Integer arithmetic: the same bytes on every machine. */
export function halveRate(samples: Int16Array): Int16Array {
  const taps = lowPassTaps();
  const reach = (TAP_COUNT - 1) / 2;
  return Int16Array.from({ length: Math.floor(samples.length / 2) }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < TAP_COUNT; k++) sum += (taps[k] ?? 0) * (samples[i * 2 + k - reach] ?? 0);
    return clip(Math.round(sum / ONE));
  });
}

/** Windowed-sinc low pass (Blackman window), as integers that sum to about 2^15. */
function lowPassTaps(): number[] {
  const reach = (TAP_COUNT - 1) / 2;
  return Array.from({ length: TAP_COUNT }, (_, k) => {
    const x = k - reach;
    const sinc = x === 0 ? 2 * CUTOFF : Math.sin(2 * Math.PI * CUTOFF * x) / (Math.PI * x);
    const phase = (2 * Math.PI * k) / (TAP_COUNT - 1);
    const window = 0.42 - 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase);
    return Math.round(sinc * window * ONE);
  });
}

/** Without the quiet edges, so that the first and last sample are speech: its place in the call is then its time. */
export function trimSilence(samples: Int16Array, threshold: number): Int16Array {
  const first = samples.findIndex((sample) => Math.abs(sample) > threshold);
  const last = samples.findLastIndex((sample) => Math.abs(sample) > threshold);
  return first < 0 ? new Int16Array(0) : samples.slice(first, last + 1);
}

/** Scaled so that the loudest sample is `peak` (1 to 32767). Silence stays silence. */
export function scaleToPeak(samples: Int16Array, peak: number): Int16Array {
  const loudest = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
  return loudest === 0 ? samples : samples.map((sample) => clip(Math.round((sample * peak) / loudest)));
}

function clip(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, sample));
}
