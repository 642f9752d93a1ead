import { Fault } from '../domain/fault.ts';
import { Transcript } from '../domain/transcript.ts';
import { storeTranscript } from '../services/analyses/store-transcript.ts';
import type { RunStep } from './step.ts';

const DEFAULT_LANGUAGE = 'en';

/**
 * Has the recording transcribed, unless an earlier run of this step already paid for that. What is redacted is still to
 * be heard in the recording, which therefore goes once it is written down.
 */
export const transcribe: RunStep = async (deps, analysis, hold) => {
  const findings = await transcribeOnce(deps, analysis, hold);
  const { redact = [], keep_audio: keepsAudio } = analysis.submission.options;
  if (redact.length > 0 && !keepsAudio) await deps.recordings.remove(analysis);
  return findings;
};

const transcribeOnce: RunStep = async (deps, analysis, hold) => {
  const { clock, documents, recordings, transcriber } = deps;
  const existing = await documents.get('transcript', analysis, Transcript);
  if (existing) return { durationMs: existing.durationMs };
  const { recording } = analysis;
  if (!recording) throw new Fault('recording_missing');
  const startedAt = clock.now();
  const transcript = await transcriber.transcribe({
    body: await recordings.stream(analysis),
    recording,
    language: analysis.submission.options.language ?? DEFAULT_LANGUAGE,
    model: analysis.submission.options.transcription,
    signal: hold.signal,
  });
  await hold.confirm();
  await storeTranscript(deps, analysis, transcript);
  return { durationMs: transcript.durationMs, transcriptionMs: clock.now() - startedAt };
};
