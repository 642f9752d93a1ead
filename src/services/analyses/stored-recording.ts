import type { Analysis } from '../../domain/analysis.ts';
import { Fault } from '../../domain/fault.ts';
import { isRecording } from '../../domain/submission.ts';
import type { StoredRecording } from '../../platform/ports.ts';
import type { Context } from '../deps.ts';
import { readAnalysis } from './read.ts';

export interface FoundRecording extends StoredRecording {
  readonly analysis: Analysis;
}

/** Throws `analysis_not_found`, `no_recording` where there never was one, and `recording_missing` where it is gone. */
export async function findStoredRecording(context: Context, id: string): Promise<FoundRecording> {
  const analysis = await readAnalysis(context, id);
  if (!isRecording(analysis.submission.source)) throw new Fault('no_recording');
  const stored = await context.deps.recordings.find(analysis);
  if (!stored) throw new Fault('recording_missing');
  return { analysis, ...stored };
}
