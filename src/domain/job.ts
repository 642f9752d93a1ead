import type { Analysis, Failure, Headline, RecordingFacts, Waiting } from './analysis.ts';
import type { AudioChunk } from './audio-chunk.ts';
import type { StepCosts } from './billing.ts';
import type { CustomPrompts } from './configuration.ts';
import type { Step, Task, TaskRef } from './task.ts';

/** Why an analysis is being deleted. */
export interface Deletion {
  readonly reason: 'requested' | 'retention';
  /** The API key that asked for it; `null` where a token or the retention did. */
  readonly requestedBy: string | null;
  /** Milliseconds since 1970. */
  readonly requestedAt: number;
}

/** An analysis together with the work that moves it. Only `advance` makes a new one. Times: milliseconds since 1970. */
export interface Job {
  readonly analysis: Analysis;
  readonly step: Step;
  /** How the recording is cut, until its transcript is whole; `null`: it is transcribed as a whole. */
  readonly chunks: readonly AudioChunk[] | null;
  /** What the step consists of: one task, or of `transcribe` one for each chunk. */
  readonly tasks: readonly Task[];
  /** When the analysis is no longer kept; `null` until it is final. */
  readonly deleteAt: number | null;
  /** Once set, nothing else happens to the analysis. */
  readonly deletion: Deletion | null;
}

/** What a finished step found out. */
export interface Findings extends StepCosts {
  readonly recording?: RecordingFacts;
  /** Pieces to be transcribed side by side; `null`: there is one. */
  readonly chunks?: readonly AudioChunk[] | null;
  readonly durationMs?: number;
  readonly transcriptionMs?: number;
  readonly analysisMs?: number;
  readonly headline?: Headline;
}

/** What the worker that took a task says. */
export type WorkerEvent = TaskRef &
  (
    | { readonly type: 'take' }
    | { readonly type: 'renew'; readonly attempt: number; readonly finishing?: boolean }
    | { readonly type: 'complete'; readonly attempt: number; readonly findings: Findings }
    | { readonly type: 'release'; readonly attempt: number; readonly failure: Failure }
    /** Nobody failed: the task is to wait, at the longest until then; `code` says for what where it is worth telling. */
    | {
        readonly type: 'postpone';
        readonly attempt: number;
        readonly untilMs: number;
        readonly code: Waiting['code'] | null;
      }
    | { readonly type: 'fail'; readonly attempt: number; readonly failure: Failure }
    | { readonly type: 'abandon'; readonly failure: Failure }
  );

/** What the account asks for. */
export type CallerEvent =
  | { readonly type: 'cancel' }
  | { readonly type: 'retry' }
  | { readonly type: 'rescore' }
  | { readonly type: 'rename'; readonly name: string }
  | { readonly type: 'prompt'; readonly prompts: CustomPrompts }
  | { readonly type: 'delete'; readonly requestedBy: string | null };

/** What time brings. */
export type ClockEvent =
  | { readonly type: 'watch' }
  | { readonly type: 'expire' }
  /** Nobody is left to be told how the analysis ended. */
  | { readonly type: 'callback_settled' };

export type LifecycleEvent = WorkerEvent | CallerEvent | ClockEvent;

export type Refusal =
  | 'deleted'
  | 'final'
  | 'held'
  | 'not_completed'
  | 'not_current'
  | 'not_due'
  | 'not_holder'
  | 'not_retryable'
  | 'rescore_pending'
  | 'too_many_reports';

export type Transition =
  | {
      readonly accepted: true;
      readonly job: Job;
      /** Tasks to announce on their queue. */
      readonly announce: readonly TaskRef[];
    }
  | { readonly accepted: false; readonly reason: Refusal };

export function accept(job: Job, announce: readonly TaskRef[] = []): Transition {
  return { accepted: true, job, announce };
}

export function refuse(reason: Refusal): Transition {
  return { accepted: false, reason };
}

/** The task that is named, if it is still to be done. */
export function openTask({ step, tasks }: Job, ref: TaskRef): Task | null {
  if (ref.step !== step) return null;
  return tasks.find(({ chunk, isDone }) => chunk === (ref.chunk ?? null) && !isDone) ?? null;
}

/** The job with `task` in the place of the one that has its name. */
export function withTask(job: Job, task: Task): Job {
  return { ...job, tasks: job.tasks.map((known) => (known.chunk === task.chunk ? task : known)) };
}

/** Names of the tasks that are still to be done. */
export function openTasks({ step, tasks }: Job): TaskRef[] {
  return tasks.filter(({ isDone }) => !isDone).map((task) => nameOf(step, task));
}

export function nameOf(step: Step, { chunk }: Task): TaskRef {
  return chunk === null ? { step } : { step, chunk };
}

/** When silence of a worker becomes suspicious, milliseconds since 1970; `null` while nothing is to be done. */
export function watchTime({ tasks }: Job): number | null {
  const times = tasks.map(({ watchAt }) => watchAt).filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** An analysis that is to go, and the names under which it is found. */
export interface Removal {
  readonly id: string;
  readonly agentId: string | null;
  readonly contactId: string | null;
}

/** Says that an analysis and all that was kept of it are gone. Times: milliseconds since 1970. */
export interface DeletionReceipt extends Deletion {
  readonly analysisId: string;
  readonly doneAt: number;
}
