import { openChunk } from '../adapters/audio/cut/open-chunk.ts';
import type { Analysis, RecordingFacts } from '../domain/analysis.ts';
import type { AudioChunk } from '../domain/audio-chunk.ts';
import { speechCostUsdCents } from '../domain/billing.ts';
import { mergedKeyterms, VocabularyContent } from '../domain/configuration.ts';
import { Fault } from '../domain/errors.ts';
import { spokenLanguage } from '../domain/submission-options.ts';
import { Transcript } from '../domain/transcript.ts';
import { storeTranscript } from '../services/analyses/transcripts.ts';
import { recordingSource, removeRedactedRecording } from './recording.ts';
import type { RunStep, StepDeps, StepLease } from './step.ts';

interface Audio {
  readonly body: ReadableStream;
  readonly recording: RecordingFacts;
}

/** Has the recording or one chunk of it transcribed, unless an earlier run already paid for that. */
export const transcribe: RunStep = async (deps, analysis, hold, { chunk }) => {
  if (chunk) return transcribeChunk(deps, analysis, chunk, hold);
  const findings = await transcribeWhole(deps, analysis, hold);
  await removeRedactedRecording(deps, analysis);
  return findings;
};

async function transcribeWhole(deps: StepDeps, analysis: Analysis, hold: StepLease) {
  const { clock, documents, prices, recordings } = deps;
  const costOf = ({ engine, durationMs }: Transcript) => speechCostUsdCents(prices, engine, durationMs);
  const existing = await documents.get('transcript', analysis, Transcript);
  // The run that stored it did not come to report it: it was not charged.
  if (existing) return { durationMs: existing.durationMs, speechCostUsdCents: costOf(existing) };
  const startedAt = clock.now();
  const recording = factsOf(analysis);
  const audio = { body: await recordings.stream(analysis), recording };
  const transcript = await transcribeAudio(deps, analysis, audio, hold);
  await hold.confirm();
  await storeTranscript(deps, analysis, transcript);
  return {
    durationMs: transcript.durationMs,
    transcriptionMs: clock.now() - startedAt,
    speechCostUsdCents: costOf(transcript),
  };
}

/** What it costs is charged when the chunks are merged. */
async function transcribeChunk(deps: StepDeps, analysis: Analysis, chunk: AudioChunk, hold: StepLease) {
  const { clock, documents, recordings } = deps;
  const { accountId, id } = analysis;
  const ref = { accountId, id, chunk: chunk.index };
  if (await documents.get('chunk', ref, Transcript)) return {};
  const startedAt = clock.now();
  const recording = factsOf(analysis);
  const source = await recordingSource(recordings, analysis);
  const { body, contentType, sizeBytes } = await openChunk(source, recording, chunk);
  const facts = {
    ...recording,
    contentType,
    sizeBytes: sizeBytes ?? chunk.endByte - chunk.startByte,
    durationMs: chunk.endMs - chunk.startMs,
  };
  const transcript = await transcribeAudio(deps, analysis, { body, recording: facts }, hold);
  await hold.confirm();
  await documents.put('chunk', ref, transcript);
  return { transcriptionMs: clock.now() - startedAt };
}

function factsOf({ recording }: Analysis): RecordingFacts {
  if (!recording) throw new Fault('recording_missing');
  return recording;
}

async function transcribeAudio(
  deps: StepDeps,
  analysis: Analysis,
  audio: Audio,
  hold: StepLease,
): Promise<Transcript> {
  const { language, transcription, keyterms = [] } = analysis.submission.options;
  return deps.transcriber.transcribe({
    ...audio,
    language: spokenLanguage(language),
    keyterms: mergedKeyterms(keyterms, await accountTerms(deps, analysis)),
    model: transcription,
    signal: hold.signal,
    analysisId: analysis.id,
  });
}

async function accountTerms({ configuration }: StepDeps, analysis: Analysis): Promise<readonly string[]> {
  const entry = await configuration(analysis).find('vocabulary', 1);
  return VocabularyContent.parse(entry?.content ?? {}).terms;
}
