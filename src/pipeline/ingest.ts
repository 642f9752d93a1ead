import { type ByteSource, recordingSource } from '../adapters/audio/byte-source.ts';
import { planChunks } from '../adapters/audio/cut/plan-chunks.ts';
import { type Declared, probeRecording } from '../adapters/audio/probe.ts';
import { redactedFormat } from '../adapters/audio/redact/redact-recording.ts';
import type { Analysis, RecordingFacts } from '../domain/analysis.ts';
import { type AudioChunk, chunkLimits } from '../domain/audio-chunk.ts';
import { Fault } from '../domain/errors.ts';
import { namedLanguage } from '../domain/language.ts';
import { keepsRedactedAudio, type Source } from '../domain/submission.ts';
import { Transcript } from '../domain/transcript.ts';
import { decodeText, looksLikeText, SNIFFED_BYTES } from '../formats/imports/encoding.ts';
import { readTranscript } from '../formats/imports/read-transcript.ts';
import { storeTranscript } from '../services/analyses/documents.ts';
import { completed, type Lease, LEASE_LOST, type RunStep, type StepDeps } from './step.ts';

const MAX_RECORDING_SECONDS = 12 * 60 * 60;
const MAX_TRANSCRIPT_BYTES = 16 * 1024 * 1024;

/** Fetches what is still elsewhere, reads the format and length of the recording, and refuses what no model could transcribe. */
export const ingest: RunStep = async (deps, analysis, lease) => {
  const { source } = analysis.submission;
  if (source.kind === 'transcript_url') {
    const transcript = await fetchTranscript(deps, analysis, source.url, lease);
    return transcript ? completed({ durationMs: transcript.durationMs }) : LEASE_LOST;
  }
  if (source.kind === 'recording_url' && !(await fetchRecording(deps, analysis, source.url, lease)))
    return LEASE_LOST;
  if (source.kind === 'upload' && (await isTranscriptFile(deps, analysis))) {
    const transcript = await takeTranscriptFile(deps, analysis, lease);
    return transcript ? completed({ durationMs: transcript.durationMs }) : LEASE_LOST;
  }
  const stored = await recordingSource(deps.recordings, analysis);
  const recording = await probeRecording(stored, declaredType(source));
  const { durationMs } = recording;
  requireTranscribable(durationMs);
  if (keepsRedactedAudio(analysis.submission.options)) redactedFormat(recording);
  const chunks = await chunksOf(deps, analysis, recording, stored);
  return completed({ recording, durationMs, chunks });
};

/**
 * Stores the transcript that is at the URL, in whatever known form it is, unless an earlier run of this step already did.
 * `null`: the lease is lost.
 */
async function fetchTranscript(
  { documents, download }: Pick<StepDeps, 'documents' | 'download'>,
  analysis: Analysis,
  url: string,
  lease: Lease,
): Promise<Transcript | null> {
  const existing = await documents.get('transcript', analysis, Transcript);
  if (existing) return existing;
  let parts: Uint8Array[] = [];
  const openSink = () => {
    parts = [];
    return {
      write: async (chunk: Uint8Array) => void parts.push(chunk.slice()),
      close: async () => parts.reduce((sum, { byteLength }) => sum + byteLength, 0),
      abort: async () => undefined,
    };
  };
  const { signal } = lease;
  const confirm = () => lease.confirm();
  if (!(await download({ url, maxBytes: MAX_TRANSCRIPT_BYTES, signal, confirm, openSink }))) return null;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  const transcript = readTranscript(decodeText(bytes), namedLanguage(analysis.submission.options.language));
  return (await lease.confirm()) ? storeTranscript({ documents }, analysis, transcript) : null;
}

/** Whether what was uploaded is a text, or was one and an earlier run of this step has taken it. */
async function isTranscriptFile(
  { recordings, documents }: Pick<StepDeps, 'recordings' | 'documents'>,
  analysis: Analysis,
): Promise<boolean> {
  const stored = await recordings.find(analysis);
  if (stored === null) return (await documents.get('transcript', analysis, Transcript)) !== null;
  if (stored.sizeBytes === 0) return false;
  return looksLikeText(await recordings.readRange(analysis, 0, Math.min(stored.sizeBytes, SNIFFED_BYTES)));
}

/** Stores the transcript that was uploaded as a file, and removes the file: it is no recording. `null`: the lease is lost. */
async function takeTranscriptFile(
  { documents, recordings }: Pick<StepDeps, 'documents' | 'recordings'>,
  analysis: Analysis,
  lease: Lease,
): Promise<Transcript | null> {
  const existing = await documents.get('transcript', analysis, Transcript);
  const stored = await recordings.find(analysis);
  if (stored === null) return existing;
  if (stored.sizeBytes > MAX_TRANSCRIPT_BYTES) {
    const message = `A transcript may have at most ${MAX_TRANSCRIPT_BYTES} bytes.`;
    throw new Fault('invalid_transcript', message, {
      max_bytes: MAX_TRANSCRIPT_BYTES,
      found_bytes: stored.sizeBytes,
    });
  }
  const bytes = await recordings.readRange(analysis, 0, stored.sizeBytes);
  const transcript = readTranscript(decodeText(bytes), namedLanguage(analysis.submission.options.language));
  if (!(await lease.confirm())) return null;
  const kept = await storeTranscript({ documents }, analysis, transcript);
  await recordings.remove(analysis);
  return kept;
}

/**
 * Stores what is at the URL as the recording of the analysis, unless an earlier run of this step already did. Answers
 * whether it is stored: it is not where the lease is lost.
 */
async function fetchRecording(
  {
    download,
    maxRecordingBytes,
    recordings,
  }: Pick<StepDeps, 'download' | 'maxRecordingBytes' | 'recordings'>,
  analysis: Analysis,
  url: string,
  lease: Lease,
): Promise<boolean> {
  if (await recordings.find(analysis)) return true;
  const downloaded = await download({
    url,
    maxBytes: maxRecordingBytes,
    signal: lease.signal,
    confirm: () => lease.confirm(),
    openSink: (contentType) => recordings.openSink(analysis, contentType),
  });
  return downloaded !== null;
}

/** What the submission says of the format of its recording. */
function declaredType(source: Source): Declared {
  switch (source.kind) {
    case 'upload':
      return source;
    case 'recording_url':
      return { contentType: '', fileName: lastPathPart(source.url) };
    default:
      throw new Fault('recording_missing');
  }
}

/** It often is the name of a file. */
function lastPathPart(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? '';
}

function requireTranscribable(durationMs: number): void {
  if (durationMs <= MAX_RECORDING_SECONDS * 1000) return;
  throw new Fault('recording_too_long', undefined, {
    max_seconds: MAX_RECORDING_SECONDS,
    found_seconds: Math.round(durationMs / 1000),
  });
}

/** `null`: the recording is transcribed as a whole. */
async function chunksOf(
  { chunking }: Pick<StepDeps, 'chunking'>,
  { submission }: Analysis,
  recording: RecordingFacts,
  source: ByteSource,
): Promise<readonly AudioChunk[] | null> {
  const limits = chunkLimits(recording, chunking(submission.options.transcription));
  return limits && planChunks(source, recording, limits);
}
