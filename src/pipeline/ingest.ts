import type { ByteSource } from '../adapters/audio/byte-source.ts';
import { planChunks } from '../adapters/audio/cut/plan-chunks.ts';
import { type Declared, probeRecording } from '../adapters/audio/probe.ts';
import type { Analysis, RecordingFacts } from '../domain/analysis.ts';
import { type AudioChunk, chunkLimits } from '../domain/audio-chunk.ts';
import { Fault } from '../domain/errors.ts';
import { namedLanguage } from '../domain/submission-options.ts';
import type { Source } from '../domain/submission.ts';
import { Transcript } from '../domain/transcript.ts';
import { readTranscript } from '../formats/imports/read-transcript.ts';
import { storeTranscript } from '../services/analyses/transcripts.ts';
import type { Deps } from '../services/deps.ts';
import { recordingSource } from './recording.ts';
import type { RunStep, StepLease } from './step.ts';

const MAX_RECORDING_SECONDS = 12 * 60 * 60;

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
  if (recording.durationMs > MAX_RECORDING_SECONDS * 1000) {
    const details = {
      max_seconds: MAX_RECORDING_SECONDS,
      found_seconds: Math.round(recording.durationMs / 1000),
    };
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

/** Stores what is at the URL as the recording of the analysis, unless an earlier run of this step already did. */
async function fetchRecording(
  { download, maxRecordingBytes, recordings }: Pick<Deps, 'download' | 'maxRecordingBytes' | 'recordings'>,
  analysis: Analysis,
  url: string,
  hold: StepLease,
): Promise<void> {
  if (await recordings.find(analysis)) return;
  const openSink = (contentType: string) => recordings.openSink(analysis, contentType);
  await download({
    url,
    maxBytes: maxRecordingBytes,
    signal: hold.signal,
    confirm: () => hold.confirm(),
    openSink,
  });
}

/** The last part of a URL's path, which may end like the name of a file. */
function fileNameOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? '';
}

const MAX_TRANSCRIPT_BYTES = 16 * 1024 * 1024;

/** Stores the transcript that is at the URL, in whatever known form it is, unless an earlier run of this step already did. */
async function fetchTranscript(
  { documents, download }: Pick<Deps, 'documents' | 'download'>,
  analysis: Analysis,
  url: string,
  hold: StepLease,
): Promise<Transcript> {
  const existing = await documents.get('transcript', analysis, Transcript);
  if (existing) return existing;
  let text = '';
  const openSink = () => {
    const decoder = new TextDecoder();
    text = '';
    return {
      write: async (chunk: Uint8Array) => void (text += decoder.decode(chunk, { stream: true })),
      close: async () => (text += decoder.decode()).length,
      abort: async () => undefined,
    };
  };
  await download({
    url,
    maxBytes: MAX_TRANSCRIPT_BYTES,
    signal: hold.signal,
    confirm: () => hold.confirm(),
    openSink,
  });
  const transcript = readTranscript(text, namedLanguage(analysis.submission.options.language));
  await hold.confirm();
  return storeTranscript({ documents }, analysis, transcript);
}
