import type { AnalysisRef, DocumentStore } from '../../adapters/storage/ports.ts';
import { decideRoles } from '../../analysis/roles.ts';
import type { Analysis } from '../../domain/analysis.ts';
import type { AudioChunk } from '../../domain/audio-chunk.ts';
import { type ChunkTranscript, mergeTranscripts } from '../../domain/merge-transcripts.ts';
import { Transcript } from '../../domain/transcript.ts';
import { redactCall } from '../../pii/redact.ts';
import type { Deps } from '../deps.ts';

/** Stores the first transcript of an analysis, redacted as its submission asks. Answers what it stored. */
export async function storeTranscript(
  { documents }: Pick<Deps, 'documents'>,
  analysis: Analysis,
  original: Transcript,
): Promise<Transcript> {
  const { transcript } = redactCall({ transcript: original, options: analysis.submission.options });
  await documents.put('transcript', analysis, transcript);
  return transcript;
}

/**
 * The transcripts of these chunks, the first of a recording, as one transcript that is not redacted. `null` where one of
 * them is not stored.
 */
export async function mergeStoredChunks(
  documents: Pick<DocumentStore, 'get'>,
  ref: AnalysisRef,
  chunks: readonly AudioChunk[],
  durationMs: number,
): Promise<Transcript | null> {
  const parts = await Promise.all(chunks.map((chunk) => readChunk(documents, ref, chunk)));
  const stored = parts.filter((part) => part !== null);
  return stored.length === parts.length && stored.length > 0 ? mergeTranscripts(stored, durationMs) : null;
}

export async function removeChunks(
  documents: Pick<DocumentStore, 'remove'>,
  ref: AnalysisRef,
  chunks: readonly AudioChunk[],
): Promise<void> {
  await Promise.all(chunks.map(({ index }) => documents.remove('chunk', { ...ref, chunk: index })));
}

/** With roles, by which the speakers of one chunk are matched with those of the next. */
async function readChunk(
  documents: Pick<DocumentStore, 'get'>,
  { accountId, id }: AnalysisRef,
  chunk: AudioChunk,
): Promise<ChunkTranscript | null> {
  const stored = await documents.get('chunk', { accountId, id, chunk: chunk.index }, Transcript);
  return stored && { chunk, transcript: decideRoles(stored).transcript };
}
