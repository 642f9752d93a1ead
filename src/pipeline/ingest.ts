import type { Analysis, RecordingFacts } from '../domain/analysis.ts';
import type { AudioChunk } from '../domain/audio-chunk.ts';
import { chunkLimits } from '../domain/chunk-limits.ts';
import { Fault } from '../domain/fault.ts';
import type { Source } from '../domain/submission.ts';
import type { ByteSource } from '../platform/audio/byte-source.ts';
import { planChunks } from '../platform/audio/cut/plan-chunks.ts';
import { type Declared, probeRecording } from '../platform/audio/probe.ts';
import type { Deps } from '../services/deps.ts';
import { fetchRecording, fileNameOf } from './fetch-recording.ts';
import { fetchTranscript } from './fetch-transcript.ts';
import { recordingSource } from './recording-source.ts';
import type { RunStep } from './step.ts';

const LONGEST_SECONDS = 12 * 60 * 60;

/** Fetches what is still elsewhere, looks at the recording without decoding it, and refuses what no model could transcribe. */
export const ingest: RunStep = async (deps, analysis, hold) => {
  const { source } = analysis.submission;
  if (source.kind === 'transcript_url') {
    const { durationMs } = await fetchTranscript(deps, analysis, source.url, hold);
    return { durationMs };
  }
  if (source.kind === 'recording_url') await fetchRecording(deps, analysis, source.url, hold);
  const stored = await recordingSource(deps.recordings, analysis);
  const recording = await probeRecording(stored, declared(source));
  if (recording.durationMs > LONGEST_SECONDS * 1000) {
    const details = { max_seconds: LONGEST_SECONDS, found_seconds: Math.round(recording.durationMs / 1000) };
    throw new Fault('recording_too_long', undefined, details);
  }
  return {
    recording,
    durationMs: recording.durationMs,
    chunks: await cut(deps, analysis, recording, stored),
  };
};

/** `null`: the recording is transcribed as a whole. */
async function cut(
  { chunking }: Pick<Deps, 'chunking'>,
  { submission }: Analysis,
  recording: RecordingFacts,
  source: ByteSource,
): Promise<readonly AudioChunk[] | null> {
  const limits = chunkLimits(recording, chunking(submission.options.transcription));
  return limits && planChunks(source, recording, limits);
}

function declared(source: Source): Declared {
  switch (source.kind) {
    case 'upload':
      return source;
    case 'recording_url':
      return { contentType: '', fileName: fileNameOf(source.url) };
    default:
      throw new Fault('recording_missing');
  }
}
