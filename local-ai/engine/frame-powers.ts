import { FRAME_SAMPLES, type Span } from './spans.ts';

/** Mean square of every whole 32 ms frame. */
export function framePowers(samples: Float32Array): number[] {
  const powers: number[] = [];
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
    let sum = 0;
    for (let index = at; index < at + FRAME_SAMPLES; index += 1) sum += (samples[index] ?? 0) ** 2;
    powers.push(sum / FRAME_SAMPLES);
  }
  return powers;
}

/** The level that a tenth of the frames stay under: the background between words. Empty input counts as silence. */
export function noiseFloor(powers: readonly number[]): number {
  return powers.toSorted((a, b) => a - b)[Math.floor(powers.length / 10)] ?? 0;
}

/** Mean power of the samples in `span`. */
export function spanPower(samples: Float32Array, span: Span): number {
  let sum = 0;
  for (let index = span.from; index < span.to; index += 1) sum += (samples[index] ?? 0) ** 2;
  return sum / Math.max(1, span.to - span.from);
}
