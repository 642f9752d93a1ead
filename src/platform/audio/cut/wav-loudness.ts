import type { WavLayout } from './wav-layout.ts';

/** How loud the blocks in `bytes` are, as a number that grows with it; `bytes` holds whole blocks. */
export type BlockLoudness = (bytes: DataView) => number;

const FLOAT = 3;

/**
 * The measure for a format. Of samples it is the standard deviation: a constant offset is no sound. The codes of G.711 grow
 * with the logarithm of the magnitude and serve as they are; blocks of ADPCM tell their loudness by their first step size.
 */
export function loudnessOf({ formatTag, channels, blockBytes }: WavLayout): BlockLoudness {
  const width = Math.max(1, blockBytes / channels);
  switch (formatTag) {
    case 2:
      return (view) => measure(view, blockBytes, (at) => view.getInt16(at + channels, true)).mean;
    case 6:
      return (view) => measure(view, 1, (at) => (view.getUint8(at) ^ 0x55) & 0x7f).mean;
    case 7:
      return (view) => measure(view, 1, (at) => 0x7f - (view.getUint8(at) & 0x7f)).mean;
    case 17:
      return (view) => measure(view, blockBytes, (at) => view.getUint8(at + 2)).mean;
    default:
      return (view) => measure(view, width, (at) => sample(view, at, width, formatTag)).deviation;
  }
}

function measure(view: DataView, stepBytes: number, valueAt: (at: number) => number) {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let at = 0; at + stepBytes <= view.byteLength; at += stepBytes) {
    const value = valueAt(at);
    sum += value;
    squares += value * value;
    count += 1;
  }
  const mean = sum / Math.max(1, count);
  return { mean, deviation: Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean)) };
}

/** Of whole numbers the two highest bytes, whatever the width. */
function sample(view: DataView, at: number, width: number, formatTag: number): number {
  if (formatTag === FLOAT) return width === 8 ? view.getFloat64(at, true) : view.getFloat32(at, true);
  return width === 1 ? view.getUint8(at) : view.getInt16(at + width - 2, true);
}
