import { Fault } from '../domain/fault.ts';
import { Transcript } from '../domain/transcript.ts';
import type { RunStep } from './step.ts';

const DEFAULT_LANGUAGE = 'en';

/** Has the recording transcribed, unless an earlier run of this step already paid for that. */
export const transcribe: RunStep = async ({ clock, documents, recordings, transcriber }, analysis, hold) => {
  const existing = await documents.get('transcript', analysis, Transcript);
  if (existing) return { durationMs: existing.durationMs };
  const { recording } = analysis;
  if (!recording) throw new Fault('recording_missing');
  const startedAt = clock.now();
  const transcript = await transcriber.transcribe({
    body: await recordings.stream(analysis),
    recording,
    language: analysis.submission.options.language ?? DEFAULT_LANGUAGE,
    signal: hold.signal,
  });
  await documents.put('transcript', analysis, transcript);
  return { durationMs: transcript.durationMs, transcriptionMs: clock.now() - startedAt };
};
