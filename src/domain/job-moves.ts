import { type Analysis, type Failure, isRescoring } from './analysis.ts';
import type { Job } from './job.ts';
import { deletionTime } from './retention.ts';
import { newTask, rested, restarted as restartedTask, type Step } from './task.ts';

/** The analysis with `changes`, as a newer version. */
export function change(analysis: Analysis, changes: Partial<Analysis>): Analysis {
  return { ...analysis, ...changes, version: analysis.version + 1 };
}

/** The job at the beginning of a step, its tasks announced. */
export function started(job: Omit<Job, 'tasks'>, step: Step, nowMs: number): Job {
  const chunks = (step === 'transcribe' && job.chunks?.map(({ index }) => index)) || [null];
  return { ...job, step, tasks: chunks.map((chunk) => newTask(chunk, nowMs)) };
}

/** The job with its step to be gone on with, earlier attempts forgiven, announced. */
export function restarted(job: Job, nowMs: number): Job {
  const isOpen = job.tasks.some(({ isDone }) => !isDone);
  const tasks = job.tasks.map((task) => (isOpen && task.isDone ? task : restartedTask(task, nowMs)));
  return { ...job, tasks };
}

/** The job with nothing left to do but to be kept for as long as it is kept. */
export function settled(job: Job): Job {
  return { ...job, tasks: job.tasks.map(rested), deleteAt: deletionTime(job.analysis) };
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
