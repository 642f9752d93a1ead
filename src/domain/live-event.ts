import { type Analysis, type Failure, isFinal, isRescoring, type Stage, type Status } from './analysis.ts';
import type { Job } from './job.ts';

/** What somebody who watches an analysis is told. */
export type LiveEvent =
  | { readonly type: 'status'; readonly data: StatusData }
  | { readonly type: 'progress'; readonly data: ProgressData }
  /** The utterances follow, each as an event of its own. */
  | { readonly type: 'transcript' }
  | { readonly type: 'completed' | 'failed' | 'cancelled'; readonly data: FinalData };

export interface StatusData {
  readonly id: string;
  readonly status: Status;
}

export interface ProgressData {
  readonly stage: Stage;
  readonly percent: number;
  /** Of the recording, as far as it is worked through; `null` until its length is known. */
  readonly audio_seconds_done: number | null;
}

export interface FinalData extends StatusData {
  /** Path of the document. */
  readonly url: string;
  readonly error: Failure | null;
}

/** What changed from `before`, in the order in which it is told; a change that nobody sees is none. */
export function liveEvents(job: Job, before: Job | null): LiveEvent[] {
  const { analysis } = job;
  return [
    ...statusEvent(analysis, before?.analysis ?? null),
    ...progressEvent(job, before),
    ...(before?.step === 'transcribe' && job.step === 'analyse' ? [{ type: 'transcript' } as const] : []),
    ...finalEvent(analysis, before?.analysis ?? null),
  ];
}

/** Whether nothing more is to be told. */
export function isOver(analysis: Analysis): boolean {
  return isFinal(analysis.status) && !isRescoring(analysis);
}

function statusEvent({ id, status }: Analysis, before: Analysis | null): LiveEvent[] {
  if (isFinal(status) || status === before?.status) return [];
  return [{ type: 'status', data: { id, status } }];
}

function progressEvent({ analysis }: Job, before: Job | null): LiveEvent[] {
  const { stage, percent, durationMs } = analysis;
  if (stage === null) return [];
  if (stage === before?.analysis.stage && percent === before.analysis.percent) return [];
  const done = stage === 'ingesting' || stage === 'transcribing' ? 0 : durationMs;
  const seconds = durationMs === null || done === null ? null : done / 1000;
  return [{ type: 'progress', data: { stage, percent, audio_seconds_done: seconds } }];
}

function finalEvent(analysis: Analysis, before: Analysis | null): LiveEvent[] {
  const { id, status, failure } = analysis;
  if (!isOver(analysis) || (before && isOver(before))) return [];
  if (status === 'queued' || status === 'processing') return [];
  return [{ type: status, data: { id, status, url: `/v1/analyses/${id}`, error: failure } }];
}
