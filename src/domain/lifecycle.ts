import { type Analysis, isFinal, isRescoring } from './analysis.ts';
import { deleted, onCallerEvent } from './caller-moves.ts';
import { FAULTS } from './fault.ts';
import { accept, type Job, type LifecycleEvent, refuse, type Transition } from './job.ts';
import { announced, failed } from './job-moves.ts';
import { goesWithCallback } from './retention.ts';
import { attemptsOf, MAX_ATTEMPTS, onWorkerEvent } from './worker-moves.ts';

export type { Findings, Job, LifecycleEvent, Step } from './job.ts';
export { LEASE_MS, MAX_ATTEMPTS } from './worker-moves.ts';

/** Announcements in vain after a worker was lost: 1 + 2 + 4 + 8 minutes without anybody taking the step. */
const MAX_STUCK_ANNOUNCEMENTS = 4;
/** Announcements in vain of a step that waits in line for its first worker: about a day. */
const MAX_WAITING_ANNOUNCEMENTS = 29;

/** The job of a freshly accepted submission, with its first step announced. */
export function begin(analysis: Analysis, nowMs: number): Job {
  const step = analysis.submission.source.kind === 'transcript' ? 'analyse' : 'ingest';
  const idle = { leaseUntil: null, watchAt: null, lastFailure: null, deleteAt: null, deletion: null };
  return announced({ analysis, step, attempt: 0, forgivenAttempts: 0, announcements: 0, ...idle }, nowMs);
}

/**
 * The one function that moves an analysis. Pure and total: every event is answered in every state, and a
 * late, repeated or foreign event is refused with a reason rather than applied.
 */
export function advance(job: Job, event: LifecycleEvent, nowMs: number): Transition {
  if (job.deletion) return refuse('deleted');
  switch (event.type) {
    case 'cancel':
    case 'retry':
    case 'rescore':
    case 'rename':
    case 'delete':
      return onCallerEvent(job, event, nowMs);
    case 'expire':
      return expire(job, nowMs);
    case 'callback_settled':
      return settleCallback(job, nowMs);
    case 'watch':
      return isWorking(job) ? watch(job, nowMs) : refuse('final');
    default:
      return isWorking(job) ? onWorkerEvent(job, event, nowMs) : refuse('final');
  }
}

/** Whether a step is to be done. */
function isWorking({ analysis }: Job): boolean {
  return !isFinal(analysis.status) || isRescoring(analysis);
}

function watch(job: Job, nowMs: number): Transition {
  if (job.watchAt === null || nowMs < job.watchAt) return refuse('not_due');
  const attempts = attemptsOf(job);
  const patience = attempts === 0 ? MAX_WAITING_ANNOUNCEMENTS : MAX_STUCK_ANNOUNCEMENTS;
  if (attempts >= MAX_ATTEMPTS || job.announcements >= patience) {
    const timedOut = { code: 'timed_out', message: FAULTS.timed_out.message, details: { step: job.step } };
    return accept(failed(job, job.lastFailure ?? timedOut, nowMs));
  }
  return accept(announced(job, nowMs), job.step);
}

function expire(job: Job, nowMs: number): Transition {
  if (job.deleteAt === null || nowMs < job.deleteAt) return refuse('not_due');
  return accept(deleted(job, { reason: 'retention', requestedBy: null, requestedAt: nowMs }));
}

function settleCallback(job: Job, nowMs: number): Transition {
  if (job.deleteAt === null || !goesWithCallback(job.analysis)) return refuse('not_due');
  return accept({ ...job, deleteAt: Math.min(nowMs, job.deleteAt) });
}
