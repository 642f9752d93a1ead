import { Fault } from '../domain/fault.ts';
import { probeRecording } from '../platform/audio/probe.ts';
import type { RunStep } from './step.ts';

/** Looks at the stored recording without decoding it, and refuses what no model could transcribe. */
export const ingest: RunStep = async ({ recordings }, analysis) => {
  const { source } = analysis.submission;
  const stored = await recordings.find(analysis);
  if (source.kind !== 'upload' || stored === null) throw new Fault('recording_missing');
  const { sizeBytes } = stored;
  const bytes = {
    sizeBytes,
    read: (start: number, end: number) => recordings.readRange(analysis, start, end),
  };
  const recording = await probeRecording(bytes, source);
  return { recording, durationMs: recording.durationMs };
};
