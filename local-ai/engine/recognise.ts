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
