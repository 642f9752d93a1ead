import { type ByteSource, nullIfDamaged, recordingSource } from '../adapters/audio/byte-source.ts';
import { redactedFormat, redactRecording } from '../adapters/audio/redact/redact-recording.ts';
import type { RecordingSink } from '../adapters/storage/ports.ts';
import type { Analysis, RecordingFacts } from '../domain/analysis.ts';
import { Fault } from '../domain/errors.ts';
import type { Findings } from '../domain/job.ts';
import type { Transcript } from '../domain/transcript.ts';
import { redactedTimes } from '../pii/redacted-times.ts';
import type { Lease, StepDeps } from './step.ts';

type SettleDeps = Pick<StepDeps, 'log' | 'recordings'>;

/**
 * Leaves of the recording of a redacted call what may be kept, once its transcript is stored: nothing, all, or a redacted recording in
 * its place. One that is damaged, so that it cannot be redacted, is removed. Doing it again changes nothing. Answers what is found
 * out about the recording; `null`: the lease is lost.
 */
export async function settleRecording(
  deps: SettleDeps,
  analysis: Analysis,
  transcript: Transcript,
  lease: Lease,
): Promise<Pick<Findings, 'recording'> | null> {
  const { recordings } = deps;
  const { redact = [], keep_audio: kept = false } = analysis.submission.options;
  if (redact.length === 0 || kept === true) return {};
  if (kept === false) {
    await recordings.remove(analysis);
    return {};
  }
  const stored = await recordings.find(analysis);
  if (stored === null) return {};
  if (!analysis.recording) throw new Fault('recording_missing');
  const recording = { ...analysis.recording, ...redactedFormat(analysis.recording) };
  if (stored.isRedacted) return { recording: { ...recording, sizeBytes: stored.sizeBytes } };
  const sizeBytes = await storeRedacted(deps, { analysis, transcript, recording }, lease);
  return sizeBytes === null
    ? null
    : sizeBytes === 'removed'
      ? {}
      : { recording: { ...recording, sizeBytes } };
}

interface Redaction {
  readonly analysis: Analysis;
  readonly transcript: Transcript;
  /** What the redacted recording is, but for its size. */
  readonly recording: RecordingFacts;
}

/** The size of what took the place of the recording; `null`: the lease is lost. */
async function storeRedacted(
  { recordings, log }: SettleDeps,
  redaction: Redaction,
  lease: Lease,
): Promise<number | 'removed' | null> {
  const { analysis, recording } = redaction;
  const source = await recordingSource(recordings, analysis);
  const sink = recordings.openSink(analysis, recording.contentType, { isRedacted: true });
  try {
    const isWhole = await nullIfDamaged(source, (watched) => writeRedacted(sink, watched, redaction, lease));
    if (isWhole && (await lease.confirm())) return await sink.close();
    await sink.abort();
    if (isWhole !== null || !(await lease.confirm())) return null;
  } catch (error) {
    await sink.abort();
    throw error;
  }
  log.error('recording.not_redacted', { analysis: analysis.id, format: recording.format });
  await recordings.remove(analysis);
  return 'removed';
}

/** Whether all was written: not where the lease was lost. `null` where the recording is damaged; it may also throw then. */
async function writeRedacted(
  sink: RecordingSink,
  source: ByteSource,
  { analysis, transcript, recording }: Redaction,
  { signal }: Lease,
): Promise<boolean | null> {
  const audio = await redactRecording(source, analysis.recording ?? recording, {
    spans: redactedTimes(transcript),
    mask: analysis.submission.options.audio_mask ?? 'silence',
  });
  if (audio === null) return null;
  for await (const bytes of audio) {
    if (signal.aborted) return false;
    await sink.write(bytes).catch((error: unknown) => {
      // A fault is told from what damage causes.
      throw new Fault('internal_error', undefined, {}, error);
    });
  }
  return true;
}
