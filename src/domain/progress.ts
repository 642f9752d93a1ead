import { z } from 'zod';
import { type Analysis, Failure, isFinal, isOver, Stage, Status } from './analysis.ts';
import type { AudioChunk } from './audio-chunk.ts';
import type { Job } from './job.ts';

const statusFields = { id: z.string(), status: Status };
const FinalData = z
  .strictObject({
    ...statusFields,
    /** Path of the document. */
    url: z.string(),
    error: Failure.nullable(),
  })
  .readonly();

/** What those who watch an analysis are sent. */
export const LiveEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('status'), data: z.strictObject(statusFields).readonly() }),
  z.strictObject({
    type: z.literal('progress'),
    data: z
      .strictObject({
        stage: Stage,
        percent: z.number(),
        /** How far into the recording the work is; `null` until its length is known. */
        audio_seconds_done: z.number().nullable(),
      })
      .readonly(),
  }),
  /** The utterances up to number `until` that were not sent yet follow, one event each; absent: all. */
  z.strictObject({ type: z.literal('transcript'), until: z.int().optional() }),
  z.strictObject({ type: z.enum(['completed', 'failed', 'cancelled']), data: FinalData }),
]);
export type LiveEvent = Readonly<z.infer<typeof LiveEvent>>;

/** The events for what changed since `before`, in order. Changes that watchers do not see make none. */
export function liveEvents(job: Job, before: Job | null): LiveEvent[] {
  const { analysis } = job;
  return [
    ...statusEvent(analysis, before?.analysis ?? null),
    ...progressEvent(job, before),
    ...(job.step === 'analyse' && isTranscribed(before) ? [{ type: 'transcript' } as const] : []),
    ...finalEvent(analysis, before?.analysis ?? null),
  ];
}

function isTranscribed(before: Job | null): boolean {
  return before?.step === 'transcribe' || before?.step === 'merge';
}

function statusEvent({ id, status }: Analysis, before: Analysis | null): LiveEvent[] {
  if (isFinal(status) || status === before?.status) return [];
  return [{ type: 'status', data: { id, status } }];
}

function progressEvent(job: Job, before: Job | null): LiveEvent[] {
  const { stage, percent } = job.analysis;
  if (stage === null) return [];
  const seconds = secondsDone(job);
  const isSame = stage === before?.analysis.stage && percent === before.analysis.percent;
  // Knowing the length for the first time is no progress.
  if (isSame && seconds === (secondsDone(before) ?? seconds)) return [];
  return [{ type: 'progress', data: { stage, percent, audio_seconds_done: seconds } }];
}

function secondsDone(job: Job): number | null {
  const { stage, durationMs } = job.analysis;
  if (durationMs === null) return null;
  if (stage === 'ingesting') return 0;
  return (stage === 'transcribing' ? transcribedMs(job) : durationMs) / 1000;
}

function finalEvent(analysis: Analysis, before: Analysis | null): LiveEvent[] {
  const { id, status, failure } = analysis;
  if (!isOver(analysis) || (before && isOver(before))) return [];
  if (status === 'queued' || status === 'processing') return [];
  return [{ type: status, data: { id, status, url: `/v1/analyses/${id}`, error: failure } }];
}

/** Percent of an analysis when its first chunk begins, and when its last one is done. */
const FIRST_PERCENT = 15;
const LAST_PERCENT = 80;

/** Percent of an analysis whose recording is transcribed in chunks, by the length of those that are done. */
export function transcribedPercent(job: Job): number {
  const totalMs = job.chunks?.at(-1)?.endMs ?? 0;
  if (totalMs === 0) return FIRST_PERCENT;
  return Math.floor(FIRST_PERCENT + ((LAST_PERCENT - FIRST_PERCENT) * transcribedMs(job)) / totalMs);
}

/** How much of the recording is transcribed, milliseconds: all of it once the chunks are being merged. */
function transcribedMs({ step, chunks, tasks }: Pick<Job, 'step' | 'chunks' | 'tasks'>): number {
  if (chunks === null) return 0;
  const isDone = (index: number) =>
    step !== 'transcribe' || tasks.some((task) => task.chunk === index && task.isDone);
  return chunks
    .filter(({ index }) => isDone(index))
    .reduce((sum, chunk) => sum + ownMs(chunk, chunks[chunk.index + 1]), 0);
}

/** How many chunks are transcribed from the first on, up to the first that is missing. */
export function chunksInARow({ step, chunks, tasks }: Pick<Job, 'step' | 'chunks' | 'tasks'>): number {
  if (chunks === null) return 0;
  const missing = step === 'transcribe' ? tasks.findIndex(({ isDone }) => !isDone) : -1;
  return missing === -1 ? chunks.length : missing;
}

/** The length that the next chunk does not have as well. */
function ownMs({ startMs, endMs }: AudioChunk, next: AudioChunk | undefined): number {
  return Math.max(0, (next?.startMs ?? endMs) - startMs);
}
