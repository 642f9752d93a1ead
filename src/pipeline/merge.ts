import { Fault } from '../domain/fault.ts';
import { speechCostUsdCents } from '../domain/prices.ts';
import { Transcript } from '../domain/transcript.ts';
import { mergeStoredChunks, removeChunks } from '../services/analyses/chunk-transcripts.ts';
import { storeTranscript } from '../services/analyses/store-transcript.ts';
import { removeWhatIsRedacted } from './remove-redacted.ts';
import type { RunStep } from './step.ts';

/** Makes one transcript of those of the chunks, which go once it is stored. Doing it again changes nothing. */
export const merge: RunStep = async (deps, analysis, hold, { chunks }) => {
  const { documents, prices } = deps;
  const durationMs = analysis.recording?.durationMs ?? 0;
  let transcript = await documents.get('transcript', analysis, Transcript);
  if (!transcript) {
    const merged = await mergeStoredChunks(documents, analysis, chunks, durationMs);
    if (!merged) throw new Fault('recording_missing', 'The transcript of a part is no longer stored.');
    await hold.confirm();
    transcript = await storeTranscript(deps, analysis, merged);
  }
  await removeChunks(documents, analysis, chunks);
  await removeWhatIsRedacted(deps, analysis);
  const cost = speechCostUsdCents(prices, transcript.engine, transcript.durationMs);
  return { durationMs: transcript.durationMs, speechCostUsdCents: cost };
};
