import { workerData } from 'node:worker_threads';
import { serveTasks } from '../threads/serve-tasks.ts';
import { createVoiceDetector, findSpeech } from './find-speech.ts';
import { framePowers } from './frame-powers.ts';
import { createRecogniser, preEmphasise, recognise } from './recognise.ts';
import type { Span } from './spans.ts';
import { medianPitch } from './speakers/pitch.ts';
import { voiceFrames } from './speakers/voice-frames.ts';
import type { Voice } from './speakers/voice-points.ts';
import type { WorkerResult, WorkerSetup, WorkerTask } from './workers.ts';

const setup: WorkerSetup = workerData;
const recogniser = createRecogniser(setup);
const detector = createVoiceDetector(setup.voiceActivity);

const NOTHING: WorkerResult = { spans: [], voices: [], powers: [], text: '' };

const describe = (samples: Float32Array, span: Span): Voice => ({
  span,
  frames: voiceFrames(samples, span),
  pitchHz: medianPitch(samples, span),
});

function find(samples: Float32Array, copy: Float32Array, { from }: Span, withVoices: boolean): WorkerResult {
  const spans = findSpeech(detector, copy).map((span) => ({ from: span.from + from, to: span.to + from }));
  const voices = withVoices ? spans.map((span) => describe(samples, span)) : [];
  return { ...NOTHING, spans, voices, powers: framePowers(copy) };
}

serveTasks<WorkerTask, WorkerResult>(({ kind, samples, stretch }): WorkerResult => {
  // A copy, because the addon does not take memory that threads share.
  const copy = samples.slice(stretch.from, stretch.to);
  if (kind === 'recognise') return { ...NOTHING, text: recognise(recogniser, preEmphasise(copy)) };
  return find(samples, copy, stretch, kind === 'find-voices');
});
