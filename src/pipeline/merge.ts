import { speechCostUsdCents } from '../domain/billing.ts';
import { Fault } from '../domain/errors.ts';
import { Transcript } from '../domain/transcript.ts';
import { mergeStoredChunks, removeChunks, storeTranscript } from '../services/analyses/transcripts.ts';
import { removeRedactedRecording } from './recording.ts';
import { completed, LEASE_LOST, type RunStep } from './step.ts';

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
  await removeRedactedRecording(deps, analysis);
  return completed({
    durationMs: transcript.durationMs,
    speechCostUsdCents: speechCostUsdCents(prices, transcript.engine, transcript.durationMs),
  });
};
