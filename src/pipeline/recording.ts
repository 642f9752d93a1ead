import type { StreamedSource } from '../adapters/audio/byte-source.ts';
import type { AnalysisRef, RecordingStore } from '../adapters/storage/ports.ts';
import type { Analysis } from '../domain/analysis.ts';
import { Fault } from '../domain/errors.ts';
import type { Deps } from '../services/deps.ts';

/** The stored recording, read in ranges. Throws `recording_missing`. */
export async function recordingSource(
  recordings: RecordingStore,
  analysis: AnalysisRef,
): Promise<StreamedSource> {
  const stored = await recordings.find(analysis);
  if (stored === null) throw new Fault('recording_missing');
  return {
    sizeBytes: stored.sizeBytes,
    read: (start, end) => recordings.readRange(analysis, start, end),
    stream: (start, end) => recordings.stream(analysis, { start, end }),
  };
}

/** Removes a transcribed recording of which something is redacted: one still hears it there. */
export async function removeRedactedRecording(
  { recordings }: Pick<Deps, 'recordings'>,
  analysis: Analysis,
): Promise<void> {
  const { redact = [], keep_audio: keepsAudio } = analysis.submission.options;
  if (redact.length > 0 && !keepsAudio) await recordings.remove(analysis);
}
