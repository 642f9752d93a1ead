import type { Job } from '../../domain/job.ts';
import { chunksInARow } from '../../domain/transcribed-share.ts';
import { Transcript, type Utterance } from '../../domain/transcript.ts';
import type { DocumentStore } from '../../platform/ports.ts';
import { mergeStoredChunks } from '../../services/analyses/chunk-transcripts.ts';

type Documents = Pick<DocumentStore, 'get'>;

/** What was said: the transcript, or before it is stored what the first chunks of it say. */
export async function readSpoken(documents: Documents, job: Job): Promise<readonly Utterance[]> {
  const whole = await readWhole(documents, job);
  if (whole || !job.chunks || !mayTellEarly(job)) return whole ?? [];
  const first = job.chunks.slice(0, chunksInARow(job));
  const merged = await mergeStoredChunks(documents, job.analysis, first, job.analysis.durationMs ?? 0);
  // Chunks that are gone were merged in between.
  return merged?.utterances ?? (await readWhole(documents, job)) ?? [];
}

/** Whether parts of a transcript may be told before it is whole: what is to be redacted is known only then. */
export function mayTellEarly({ analysis }: Job): boolean {
  return (analysis.submission.options.redact ?? []).length === 0;
}

async function readWhole(documents: Documents, { analysis }: Job): Promise<readonly Utterance[] | null> {
  return (await documents.get('transcript', analysis, Transcript))?.utterances ?? null;
}
