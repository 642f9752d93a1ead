import sherpa, { type VoiceDetector } from 'sherpa-onnx-node';

import { SAMPLE_RATE } from './sample-rate.ts';
import { FRAME_SAMPLES, type Span } from './spans.ts';

/**
 * Low threshold and short silences: quiet words of a telephone voice count as speech, and turns that follow each other
 * closely come out as two spans. Planning joins again what belongs together.
 */
const SETTINGS = { threshold: 0.2, minSilenceDuration: 0.15, minSpeechDuration: 0.1, maxSpeechDuration: 12 };
const BUFFER_SECONDS = 60;

export const createVoiceDetector = (model: string): VoiceDetector =>
  new sherpa.Vad(
    { sileroVad: { ...SETTINGS, model, windowSize: FRAME_SAMPLES }, sampleRate: SAMPLE_RATE, numThreads: 1 },
    BUFFER_SECONDS,
  );

/** Finds the speech in `samples`; spans are relative to its start, ordered, and do not overlap. */
export function findSpeech(detector: VoiceDetector, samples: Float32Array): Span[] {
  const spans: Span[] = [];
  const drain = () => {
    for (; !detector.isEmpty(); detector.pop()) {
      const { start, samples: speech } = detector.front(false);
      const from = Math.max(start, spans.at(-1)?.to ?? 0);
      const to = Math.min(start + speech.length, samples.length);
      if (to > from) spans.push({ from, to });
    }
  };
  detector.reset();
  // One frame at a time: of a longer stretch the detector only says whether there is speech anywhere in it.
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES) {
    detector.acceptWaveform(samples.subarray(at, at + FRAME_SAMPLES));
    drain();
  }
  detector.flush();
  drain();
  return spans;
}
