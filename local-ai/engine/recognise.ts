import sherpa, { type Recogniser } from 'sherpa-onnx-node';
import { SAMPLE_RATE } from './sample-rate.ts';

export interface RecogniserFiles {
  encoder: string;
  decoder: string;
  tokens: string;
}

/** One decoding thread: a second one does not make it faster, a second recogniser beside it does. */
export const createRecogniser = ({ encoder, decoder, tokens }: RecogniserFiles): Recogniser =>
  new sherpa.OfflineRecognizer({
    modelConfig: { moonshine: { encoder, mergedDecoder: decoder }, tokens, numThreads: 1 },
  });

/** Text of one stretch of speech at 16 kHz, as the model writes it, trimmed. */
export function recognise(recogniser: Recogniser, samples: Float32Array): string {
  const stream = recogniser.createStream();
  stream.acceptWaveform({ samples, sampleRate: SAMPLE_RATE });
  recogniser.decode(stream);
  return recogniser.getResult(stream).text.trim();
}

/**
 * First-order pre-emphasis: the telephone cuts the highs that the model knows from its training. Found by measuring:
 * on calls of 8 kHz fewer words are wrong, and the same call in eight formats differs in fewer words, than at 0 or 0.5.
 */
const EMPHASIS = 0.4;
const PEAK = 0.9;
const SILENT_PEAK = 1e-6;

/** Speech with its highs raised and its loudest sample at 0.9, whatever the level of the recording. Silence stays silent. */
export function preEmphasise(samples: Float32Array): Float32Array {
  const emphasised = samples.map((value, index) => value - EMPHASIS * (samples[index - 1] ?? 0));
  const peak = emphasised.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
  return peak < SILENT_PEAK ? emphasised : emphasised.map((value) => (value * PEAK) / peak);
}
