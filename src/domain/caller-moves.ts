import { isFinal, isRescoring, MAX_REPORTS, nextReportVersion } from './analysis.ts';
import {
  accept,
  type CallerEvent,
  type Deletion,
  type Job,
  openTasks,
  refuse,
  type Transition,
} from './job.ts';
import { change, restarted, settled } from './job-moves.ts';
import { type CustomPrompts, PROMPTED_PARTS } from './custom-prompts.ts';

/** What a wish of the account does to a job that is not deleted. */
export function onCallerEvent(job: Job, event: CallerEvent, nowMs: number): Transition {
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

/** The job on its way out: nothing moves it any more. */
export function deleted(job: Job, deletion: Deletion): Job {
  return { ...settled(job), deletion };
}

function cancelled(job: Job, nowMs: number): Job {
  const changes = { status: 'cancelled', stage: null, completedAt: nowMs } as const;
  return settled({ ...job, analysis: change(job.analysis, changes) });
}

/** Goes on with the step that was not finished: what earlier steps found and stored is still there. */
function retried(job: Job, nowMs: number): Transition {
  const { status } = job.analysis;
  if (status !== 'failed' && status !== 'cancelled') return refuse('not_retryable');
  const analysis = change(job.analysis, { status: 'queued', failure: null, completedAt: null });
  return again(restarted({ ...job, analysis, deleteAt: null }, nowMs));
}

/** Has the call analysed again. The analysis stays completed, with its latest report, until there is a newer one. */
function rescored(job: Job, nowMs: number): Transition {
  const { analysis } = job;
  if (analysis.status !== 'completed') return refuse('not_completed');
  if (isRescoring(analysis)) return refuse('rescore_pending');
  if (nextReportVersion(analysis) > MAX_REPORTS) return refuse('too_many_reports');
  const pending = change(analysis, { rescore: { requestedAt: nowMs, failure: null } });
  return again(restarted({ ...job, analysis: pending }, nowMs));
}

/** Adds custom prompts to those of the call. A report that was written without them is written again. */
function prompted(job: Job, prompts: CustomPrompts, nowMs: number): Transition {
  const { analysis } = job;
  const { submission, status } = analysis;
  const before = submission.options.custom_prompts ?? {};
  const after = { ...before, ...prompts };
  if (PROMPTED_PARTS.every((part) => before[part] === after[part])) return accept(job);
  if (status !== 'completed' && isBeingAnalysed(job)) return refuse('not_completed');
  const options = { ...submission.options, custom_prompts: after };
  const next = { ...job, analysis: change(analysis, { submission: { ...submission, options } }) };
  return status === 'completed' ? rescored(next, nowMs) : accept(next);
}

/** A worker may be writing the report, from what the call's options were when it began. */
function isBeingAnalysed({ step, tasks }: Job): boolean {
  return step === 'analyse' && tasks.some(({ leaseUntil }) => leaseUntil !== null);
}

function again(job: Job): Transition {
  return accept(job, openTasks(job));
}

function renamed({ analysis }: Job, name: string): Job['analysis'] {
  return change(analysis, { submission: { ...analysis.submission, name } });
}
