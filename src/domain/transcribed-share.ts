import type { AudioChunk } from './audio-chunk.ts';
import type { Job } from './job.ts';

/** Percent of an analysis when its first chunk is begun, and when its last one is done. */
const FIRST_PERCENT = 15;
const LAST_PERCENT = 80;

/** Percent of an analysis whose recording is transcribed in chunks, by the length of those that are done. */
export function transcribedPercent(job: Job): number {
  const totalMs = job.chunks?.at(-1)?.endMs ?? 0;
  if (totalMs === 0) return FIRST_PERCENT;
  return Math.floor(FIRST_PERCENT + ((LAST_PERCENT - FIRST_PERCENT) * transcribedMs(job)) / totalMs);
}

/** How much of the recording is transcribed, milliseconds: all of it once the chunks are being merged. */
export function transcribedMs({ step, chunks, tasks }: Pick<Job, 'step' | 'chunks' | 'tasks'>): number {
  if (chunks === null) return 0;
  const isDone = (index: number) =>
    step !== 'transcribe' || tasks.some((task) => task.chunk === index && task.isDone);
  return chunks
    .filter(({ index }) => isDone(index))
    .reduce((sum, chunk) => sum + ownMs(chunk, chunks[chunk.index + 1]), 0);
}

/** How many chunks from the first on are transcribed, without one missing in between. */
export function chunksInARow({ step, chunks, tasks }: Pick<Job, 'step' | 'chunks' | 'tasks'>): number {
  if (chunks === null) return 0;
  const missing = step === 'transcribe' ? tasks.findIndex(({ isDone }) => !isDone) : -1;
  return missing === -1 ? chunks.length : missing;
}

/** Without what the next one has too. */
function ownMs({ startMs, endMs }: AudioChunk, next: AudioChunk | undefined): number {
  return Math.max(0, (next?.startMs ?? endMs) - startMs);
}
