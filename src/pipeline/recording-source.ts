import { Fault } from '../domain/fault.ts';
import type { StreamedSource } from '../platform/audio/cut/streamed-source.ts';
import type { AnalysisRef, RecordingStore } from '../platform/ports.ts';

/** The stored recording, to be looked at in places. Throws `recording_missing`. */
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
