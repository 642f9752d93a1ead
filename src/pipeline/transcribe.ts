import { openChunk } from '../adapters/audio/cut/open-chunk.ts';
import { recordingSource } from '../adapters/audio/byte-source.ts';
import type { Analysis, RecordingFacts } from '../domain/analysis.ts';
import type { AudioChunk } from '../domain/audio-chunk.ts';
import { speechCostUsdCents } from '../domain/billing.ts';
import { mergedKeyterms, VocabularyContent } from '../domain/configuration.ts';
import { Fault } from '../domain/errors.ts';
import type { Findings } from '../domain/job.ts';
import { spokenLanguage } from '../domain/language.ts';
import { Transcript } from '../domain/transcript.ts';
import { mergeStoredChunks, removeChunks, storeTranscript } from '../services/analyses/documents.ts';
import { settleRecording } from './settle-recording.ts';
import { completed, type Lease, LEASE_LOST, type RunStep, type StepDeps } from './step.ts';

type Ended = ReturnType<RunStep>;

/** Transcribes the recording or one chunk of it, unless an earlier run has stored the transcript. */
export const transcribe: RunStep = async (deps, analysis, lease, { chunk }) =>
  chunk ? transcribeChunk(deps, analysis, chunk, lease) : transcribeWhole(deps, analysis, lease);

async function transcribeWhole(deps: StepDeps, analysis: Analysis, lease: Lease): Ended {
  const { clock, documents } = deps;
  const existing = await documents.get('transcript', analysis, Transcript);
  if (existing) return transcribed(deps, analysis, existing, lease);
  const startedAt = clock.now();
  const transcript = await askModel(deps, analysis, await wholeAudio(deps, analysis), lease);
  if (!(await lease.confirm())) return LEASE_LOST;
  const stored = await storeTranscript(deps, analysis, transcript);
  return transcribed(deps, analysis, stored, lease, { transcriptionMs: clock.now() - startedAt });
}

/** Charged where an earlier run stored the transcript too: it did not come to report it. */
async function transcribed(
  deps: StepDeps,
  analysis: Analysis,
  stored: Transcript,
  lease: Lease,
  measured: Pick<Findings, 'transcriptionMs'> = {},
): Ended {
  const kept = await settleRecording(deps, analysis, stored, lease);
  if (kept === null) return LEASE_LOST;
  const { durationMs, engine } = stored;
  const costUsdCents = speechCostUsdCents(deps.prices, engine, durationMs);
  return completed({ ...kept, durationMs, ...measured, speechCostUsdCents: costUsdCents });
}

/** What it costs is charged when the chunks are merged. */
async function transcribeChunk(deps: StepDeps, analysis: Analysis, chunk: AudioChunk, lease: Lease): Ended {
  const { clock, documents } = deps;
  const { accountId, id } = analysis;
  const ref = { accountId, id, chunk: chunk.index };
  if (await documents.get('chunk', ref, Transcript)) return completed({});
  const startedAt = clock.now();
  const transcript = await askModel(deps, analysis, await chunkAudio(deps, analysis, chunk), lease);
  if (!(await lease.confirm())) return LEASE_LOST;
  await documents.put('chunk', ref, transcript);
  return completed({ transcriptionMs: clock.now() - startedAt });
}

interface Audio {
  readonly body: ReadableStream;
  readonly recording: RecordingFacts;
}

async function wholeAudio({ recordings }: StepDeps, analysis: Analysis): Promise<Audio> {
  const recording = recordingFacts(analysis);
  return { body: await recordings.stream(analysis), recording };
}

async function chunkAudio({ recordings }: StepDeps, analysis: Analysis, chunk: AudioChunk): Promise<Audio> {
  const recording = recordingFacts(analysis);
  const source = await recordingSource(recordings, analysis);
  const { body, contentType, sizeBytes } = await openChunk(source, recording, chunk);
  const facts = {
    ...recording,
    contentType,
    sizeBytes: sizeBytes ?? chunk.endByte - chunk.startByte,
    durationMs: chunk.endMs - chunk.startMs,
  };
  return { body, recording: facts };
}

function recordingFacts({ recording }: Analysis): RecordingFacts {
  if (!recording) throw new Fault('recording_missing');
  return recording;
}

async function askModel(
  deps: StepDeps,
  analysis: Analysis,
  audio: Audio,
  { signal }: Lease,
): Promise<Transcript> {
  const { language, transcription, keyterms = [] } = analysis.submission.options;
  return deps.transcriber.transcribe({
    ...audio,
    language: spokenLanguage(language),
    keyterms: mergedKeyterms(keyterms, await vocabularyOf(deps, analysis)),
    model: transcription,
    signal,
    analysisId: analysis.id,
  });
}

/** The words that the account wants to be expected in its calls. */
async function vocabularyOf({ configuration }: StepDeps, analysis: Analysis): Promise<readonly string[]> {
  const entry = await configuration(analysis).find('vocabulary', 1);
  return VocabularyContent.parse(entry?.content ?? {}).terms;
}

/** Merges the transcripts of the chunks into one, and removes them once it is stored. Doing it again changes nothing. */
export const merge: RunStep = async (deps, analysis, lease, { chunks }) => {
  const { documents, prices } = deps;
  const durationMs = analysis.recording?.durationMs ?? 0;
  let transcript = await documents.get('transcript', analysis, Transcript);
  if (!transcript) {
    const merged = await mergeStoredChunks(documents, analysis, chunks, durationMs);
    if (!merged) throw new Fault('recording_missing', 'The transcript of a part is no longer stored.');
    if (!(await lease.confirm())) return LEASE_LOST;
    transcript = await storeTranscript(deps, analysis, merged);
  }
  await removeChunks(documents, analysis, chunks);
  const kept = await settleRecording(deps, analysis, transcript, lease);
  if (kept === null) return LEASE_LOST;
  return completed({
    ...kept,
    durationMs: transcript.durationMs,
    speechCostUsdCents: speechCostUsdCents(prices, transcript.engine, transcript.durationMs),
  });
};
