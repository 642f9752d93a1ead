import { type Analysis, isFinal, isRescoring } from './analysis.ts';
import { deleted, onCallerEvent } from './caller-moves.ts';
import { FAULTS } from './fault.ts';
import { accept, type Job, type LifecycleEvent, nameOf, refuse, type Transition, withTask } from './job.ts';
import { started } from './job-moves.ts';
import { goesWithCallback } from './retention.ts';
import { announced, isExhausted, isStuck } from './task.ts';
import { gaveUp, onWorkerEvent } from './worker-moves.ts';

export type { Findings, Job, LifecycleEvent } from './job.ts';
export { LEASE_MS, MAX_ATTEMPTS, type Step, type TaskRef } from './task.ts';

/** The job of a freshly accepted submission, with its first step announced. */
export function begin(analysis: Analysis, nowMs: number): Job {
  const step = analysis.submission.source.kind === 'transcript' ? 'analyse' : 'ingest';
  return started({ analysis, step, chunks: null, deleteAt: null, deletion: null }, step, nowMs);
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
    case 'prompt':
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

/** Announces again what nobody has been heard of, or gives up. */
function watch(job: Job, nowMs: number): Transition {
  const silent = job.tasks.filter(({ watchAt }) => watchAt !== null && watchAt <= nowMs);
  if (silent.length === 0) return refuse('not_due');
  const lost = silent.find((task) => isExhausted(task) || isStuck(task));
  if (lost) {
    const timedOut = { code: 'timed_out', message: FAULTS.timed_out.message, details: { step: job.step } };
    return accept(gaveUp(job, lost, lost.lastFailure ?? timedOut, nowMs));
  }
  const watched = silent.reduce((next, task) => withTask(next, announced(task, nowMs)), job);
  return accept(
    watched,
    silent.map((task) => nameOf(job.step, task)),
  );
}

function expire(job: Job, nowMs: number): Transition {
  if (job.deleteAt === null || nowMs < job.deleteAt) return refuse('not_due');
  return accept(deleted(job, { reason: 'retention', requestedBy: null, requestedAt: nowMs }));
}

function settleCallback(job: Job, nowMs: number): Transition {
  if (job.deleteAt === null || !goesWithCallback(job.analysis)) return refuse('not_due');
  return accept({ ...job, deleteAt: Math.min(nowMs, job.deleteAt) });
}
