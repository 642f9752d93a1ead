import Meyda from 'meyda';

import { spanPower } from '../frame-powers.ts';
import { SAMPLE_RATE } from '../sample-rate.ts';
import { FRAME_SAMPLES, type Span } from '../spans.ts';

/** Cepstral coefficients 1 to 19 of one frame; coefficient 0, the loudness, is left out. */
export type VoiceFrame = number[];

export const VOICE_COEFFICIENTS = 19;

/** Root mean square that every span is brought to: the cepstrum adds 1 to each band, so the level would matter. */
const USUAL_LEVEL = 0.1;
const SILENT_LEVEL = 1e-4;

Meyda.bufferSize = FRAME_SAMPLES;
Meyda.sampleRate = SAMPLE_RATE;
Meyda.melBands = 26;
Meyda.numberOfMFCCCoefficients = VOICE_COEFFICIENTS + 1;
Meyda.windowingFunction = 'hanning';

function cepstrum(samples: Float32Array): VoiceFrame | null {
  const coefficients = Meyda.extract(['mfcc'], samples)?.mfcc?.slice(1) ?? [];
  return coefficients.length === VOICE_COEFFICIENTS && coefficients.every(Number.isFinite)
    ? coefficients
    : null;
}

/** One frame per 32 ms of the span, none where the span is silent. How loud the recording is makes no difference. */
export function voiceFrames(samples: Float32Array, span: Span): VoiceFrame[] {
  const level = Math.sqrt(spanPower(samples, span));
  if (level < SILENT_LEVEL) return [];
  const leveled = samples.subarray(span.from, span.to).map((value) => (value * USUAL_LEVEL) / level);
  const frames: VoiceFrame[] = [];
  for (let at = 0; at + FRAME_SAMPLES <= leveled.length; at += FRAME_SAMPLES) {
    const frame = cepstrum(leveled.subarray(at, at + FRAME_SAMPLES));
    if (frame !== null) frames.push(frame);
  }
  return frames;
}
