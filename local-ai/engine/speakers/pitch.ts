import { SAMPLE_RATE } from '../sample-rate.ts';
import type { Span } from '../spans.ts';

/** Pitch needs no more than 4 kHz, and a quarter of the samples is a sixteenth of the work. */
const DECIMATION = 4;
const RATE = SAMPLE_RATE / DECIMATION;
const WINDOW = RATE * 0.04;
const HOP = RATE * 0.032;
const LOWEST_HZ = 66;
const HIGHEST_HZ = 400;
const SHORTEST_LAG = Math.round(RATE / HIGHEST_HZ);
const LONGEST_LAG = Math.round(RATE / LOWEST_HZ);
const SILENT_POWER = 1e-5;
const VOICED_CORRELATION = 0.6;
/** A peak at a shorter lag this close to the highest one wins: the highest is then a multiple of the period. */
const OCTAVE_TOLERANCE = 0.9;

function decimate(samples: Float32Array, span: Span): Float32Array {
  const out = new Float32Array(Math.floor((span.to - span.from) / DECIMATION));
  for (let index = 0; index < out.length; index += 1) {
    let sum = 0;
    for (let tap = 0; tap < DECIMATION; tap += 1) sum += samples[span.from + index * DECIMATION + tap] ?? 0;
    out[index] = sum / DECIMATION;
  }
  return out;
}

/** Normalised cross-correlation of a window with itself `lag` samples later, -1..1. */
function correlation(signal: Float32Array, at: number, lag: number): number {
  let [cross, here, there] = [0, 0, 0];
  for (let index = at; index < at + WINDOW; index += 1) {
    const a = signal[index] ?? 0;
    const b = signal[index + lag] ?? 0;
    cross += a * b;
    here += a * a;
    there += b * b;
  }
  return cross / Math.sqrt(here * there + Number.EPSILON);
}

function power(signal: Float32Array, at: number): number {
  let sum = 0;
  for (let index = at; index < at + WINDOW; index += 1) sum += (signal[index] ?? 0) ** 2;
  return sum / WINDOW;
}

/** Period in decimated samples of a voiced window, null for an unvoiced one. */
function period(signal: Float32Array, at: number): number | null {
  const correlations: number[] = [];
  for (let lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag += 1) correlations.push(correlation(signal, at, lag));
  const highest = Math.max(...correlations);
  if (highest < VOICED_CORRELATION) return null;
  const isPeak = (index: number) =>
    (correlations[index] ?? 0) >= (correlations[index - 1] ?? 0) &&
    (correlations[index] ?? 0) >= (correlations[index + 1] ?? 0);
  const first = correlations.findIndex(
    (value, index) => value >= OCTAVE_TOLERANCE * highest && isPeak(index),
  );
  return SHORTEST_LAG + first;
}

/**
 * Median pitch of a span in Hz (66..400), null when nothing in it is voiced. Normalised autocorrelation, as in
 * D. Talkin, "A robust algorithm for pitch tracking" (1995), without the tracking.
 */
export function medianPitch(samples: Float32Array, span: Span): number | null {
  const signal = decimate(samples, span);
  const periods: number[] = [];
  for (let at = 0; at + WINDOW + LONGEST_LAG <= signal.length; at += HOP) {
    const found = power(signal, at) < SILENT_POWER ? null : period(signal, at);
    if (found !== null) periods.push(found);
  }
  const median = periods.toSorted((a, b) => a - b)[Math.floor(periods.length / 2)];
  return median === undefined ? null : RATE / median;
}
