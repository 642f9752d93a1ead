import {
  type Analysis,
  goesWithCallback,
  isFinal,
  isOver,
  isRescoring,
  MAX_REPORTS,
  nextReportVersion,
} from './analysis.ts';
import { type CustomPrompts, PROMPTED_PARTS } from './configuration.ts';
import { FAULTS } from './errors.ts';
import {
  accept,
  type CallerEvent,
  type Deletion,
  type Job,
  type LifecycleEvent,
  nameOf,
  openTasks,
  refuse,
  type Transition,
  withTask,
} from './job.ts';
import {
  failedTask,
  onWorkerEvent,
  restartedStep,
  settled,
  startedStep,
  withChanges,
} from './lifecycle-steps.ts';
import { enqueued, isExhausted, isInLine, isStuck, leftInLine } from './task.ts';

/** The job of a submission that was just accepted, with its first step on its queue. */
export function begin(analysis: Analysis, nowMs: number): Job {
  const step = analysis.submission.source.kind === 'transcript' ? 'analyse' : 'ingest';
  return startedStep({ analysis, step, chunks: null, deleteAt: null, deletion: null }, step, nowMs);
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
      return !isOver(job.analysis) ? watch(job, event.oldestAt ?? null, nowMs) : refuse('final');
    default:
      return !isOver(job.analysis) ? onWorkerEvent(job, event, nowMs) : refuse('final');
  }
}

/** Puts tasks on their queue again whose worker has gone silent, or gives the job up. What waits in line is left there. */
function watch(job: Job, oldestAt: number | null, nowMs: number): Transition {
  const due = job.tasks.filter(({ watchAt }) => watchAt !== null && watchAt <= nowMs);
  if (due.length === 0) return refuse('not_due');
  const waiting = due.filter((task) => isInLine(task, oldestAt, nowMs));
  const silent = due.filter((task) => !waiting.includes(task));
  const lost = silent.find((task) => isExhausted(task) || isStuck(task));
  if (lost) {
    const timedOut = { code: 'timed_out', message: FAULTS.timed_out.message, details: { step: job.step } };
    return accept(failedTask(job, lost, lost.lastFailure ?? timedOut, nowMs));
  }
  const left = waiting.reduce(
    (next, task) => withTask(next, leftInLine(task, oldestAt ?? nowMs, nowMs)),
    job,
  );
  const watched = silent.reduce((next, task) => withTask(next, enqueued(task, nowMs)), left);
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

/** What a request of the account does to a job that is not deleted. */
function onCallerEvent(job: Job, event: CallerEvent, nowMs: number): Transition {
  switch (event.type) {
    case 'cancel':
      return isFinal(job.analysis.status) ? refuse('final') : accept(cancelled(job, nowMs));
    case 'retry':
      return retried(job, nowMs);
    case 'rescore':
      return rescored(job, nowMs);
    case 'rename':
      return accept({ ...job, analysis: renamed(job, event.name) });
    case 'prompt':
      return prompted(job, event.prompts, nowMs);
    case 'delete':
      return accept(
        deleted(job, { reason: 'requested', requestedBy: event.requestedBy, requestedAt: nowMs }),
      );
  }
}

/** The job of an analysis that is being deleted: nothing moves it any more. */
function deleted(job: Job, deletion: Deletion): Job {
  return { ...settled(job), deletion };
}

function cancelled(job: Job, nowMs: number): Job {
  const changes = { status: 'cancelled', stage: null, completedAt: nowMs } as const;
  return settled({ ...job, analysis: withChanges(job.analysis, changes) });
}

/** Goes on with the step that was not finished; what earlier steps stored is still there. */
function retried(job: Job, nowMs: number): Transition {
  const { status } = job.analysis;
  if (status !== 'failed' && status !== 'cancelled') return refuse('not_retryable');
  const analysis = withChanges(job.analysis, { status: 'queued', failure: null, completedAt: null });
  return again(restartedStep({ ...job, analysis, deleteAt: null }, nowMs));
}

/** Has the call analysed again. The analysis stays completed, with its latest report, until there is a newer one. */
function rescored(job: Job, nowMs: number): Transition {
  const { analysis } = job;
  if (analysis.status !== 'completed') return refuse('not_completed');
  if (isRescoring(analysis)) return refuse('rescore_pending');
  if (nextReportVersion(analysis) > MAX_REPORTS) return refuse('too_many_reports');
  const pending = withChanges(analysis, { rescore: { requestedAt: nowMs, failure: null } });
  return again(restartedStep({ ...job, analysis: pending }, nowMs));
}

/** Adds custom prompts to those of the call. A report written without them is written again. */
function prompted(job: Job, prompts: CustomPrompts, nowMs: number): Transition {
  const { analysis } = job;
  const { submission, status } = analysis;
  const before = submission.options.custom_prompts ?? {};
  const after = { ...before, ...prompts };
  if (PROMPTED_PARTS.every((part) => before[part] === after[part])) return accept(job);
  if (status !== 'completed' && isBeingAnalysed(job)) return refuse('not_completed');
  const options = { ...submission.options, custom_prompts: after };
  const next = { ...job, analysis: withChanges(analysis, { submission: { ...submission, options } }) };
  return status === 'completed' ? rescored(next, nowMs) : accept(next);
}

/** Whether a worker may be writing the report, from the options the call had when it began. */
function isBeingAnalysed({ step, tasks }: Job): boolean {
  return step === 'analyse' && tasks.some(({ leaseUntil }) => leaseUntil !== null);
}

function again(job: Job): Transition {
  return accept(job, openTasks(job));
}

function renamed({ analysis }: Job, name: string): Job['analysis'] {
  return withChanges(analysis, { submission: { ...analysis.submission, name } });
}
