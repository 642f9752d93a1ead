import { type Analysis, type Failure, isRescoring } from './analysis.ts';
import type { Job } from './job.ts';
import { deletionTime } from './retention.ts';

/** First wait for an announced step to be taken; doubles with each announcement up to an hour. */
export const ANNOUNCED_MS = 60_000;
const ANNOUNCED_MAX_MS = 3_600_000;

/** The analysis with `changes`, as a newer version. */
export function change(analysis: Analysis, changes: Partial<Analysis>): Analysis {
  return { ...analysis, ...changes, version: analysis.version + 1 };
}

/** The job with its step announced once more. */
export function announced(job: Job, nowMs: number): Job {
  const waitMs = Math.min(ANNOUNCED_MS * 2 ** job.announcements, ANNOUNCED_MAX_MS);
  return { ...job, announcements: job.announcements + 1, leaseUntil: null, watchAt: nowMs + waitMs };
}

/** The job with its step to be done anew, its earlier attempts forgiven, announced. */
export function restarted(job: Job, nowMs: number): Job {
  return announced({ ...job, forgivenAttempts: job.attempt, announcements: 0, lastFailure: null }, nowMs);
}

/** The job with nothing left to do but to be kept for as long as it is kept. */
export function settled(job: Job): Job {
  return { ...job, leaseUntil: null, watchAt: null, deleteAt: deletionTime(job.analysis) };
}

/** The job given up. A rescore that fails leaves the analysis and its reports as they were. */
export function failed(job: Job, failure: Failure, nowMs: number): Job {
  const { rescore } = job.analysis;
  const changes =
    rescore && isRescoring(job.analysis)
      ? { rescore: { ...rescore, failure } }
      : ({ status: 'failed', stage: null, failure, completedAt: nowMs } as const);
  return settled({ ...job, analysis: change(job.analysis, changes) });
}
