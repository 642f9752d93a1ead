import { z } from 'zod';
import { Analysis, type Failure, type Headline, type RecordingFacts, type Waiting } from './analysis.ts';
import { AudioChunk } from './audio-chunk.ts';
import type { StepCosts } from './billing.ts';
import type { CustomPrompts } from './configuration.ts';
import type { ExternalId } from './submission.ts';
import { Step, Task, type TaskRef } from './task.ts';

/** Why an analysis is being deleted. */
export const Deletion = z
  .strictObject({
    reason: z.enum(['requested', 'retention']),
    /** The API key that asked for it; `null` where a token or the retention did. */
    requestedBy: z.string().nullable(),
    /** Milliseconds since 1970. */
    requestedAt: z.int(),
  })
  .readonly();
export type Deletion = z.infer<typeof Deletion>;

/** An analysis and the work that moves it. Only `advance` makes a new one. Times: milliseconds since 1970. */
export const Job = z
  .strictObject({
    analysis: Analysis,
    step: Step,
    /** How the recording is cut, until its transcript is whole; `null`: it is transcribed as a whole. */
    chunks: z.array(AudioChunk).readonly().nullable(),
    /** The tasks of the step: one, or for `transcribe` one per chunk. */
    tasks: z.array(Task).readonly(),
    /** When the analysis is no longer kept; `null` until it is final. */
    deleteAt: z.int().nullable(),
    /** Once set, nothing else happens to the analysis. */
    deletion: Deletion.nullable(),
  })
  .readonly();
export type Job = z.infer<typeof Job>;

/** What a finished step found out. Times: milliseconds. */
export interface Findings extends StepCosts {
  readonly recording?: RecordingFacts;
  /** Pieces to be transcribed side by side; `null`: there is one. */
  readonly chunks?: readonly AudioChunk[] | null;
  readonly durationMs?: number;
  readonly transcriptionMs?: number;
  readonly analysisMs?: number;
  readonly headline?: Headline;
}

/** What the worker that took a task reports. */
export type WorkerEvent = TaskRef &
  (
    | { readonly type: 'take' }
    | { readonly type: 'renew'; readonly attempt: number; readonly finishing?: boolean }
    | { readonly type: 'complete'; readonly attempt: number; readonly findings: Findings }
    | { readonly type: 'release'; readonly attempt: number; readonly failure: Failure }
    /** Nothing failed: the task waits, at the longest until then. `code`: what for, where callers are shown it. */
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

/** What happens as time passes. */
export type ClockEvent =
  /** `oldestAt`: when the oldest message of the step's queue was put there; none: there is none, or nobody knows. */
  | { readonly type: 'watch'; readonly oldestAt?: number | null }
  | { readonly type: 'expire' }
  /** Every receiver was told how the analysis ended, or there is none. */
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
      /** Tasks to put on their queue. */
      readonly enqueue: readonly TaskRef[];
    }
  | { readonly accepted: false; readonly reason: Refusal };

/** The event is applied: `job` replaces the one before, and these tasks go on their queue. */
export function accept(job: Job, enqueue: readonly TaskRef[] = []): Transition {
  return { accepted: true, job, enqueue };
}

/** The event changes nothing, for this reason. */
export function refuse(reason: Refusal): Transition {
  return { accepted: false, reason };
}

/** The named task; `null` where it is done, or not of this step. */
export function openTask({ step, tasks }: Job, ref: TaskRef): Task | null {
  if (ref.step !== step) return null;
  return tasks.find(({ chunk, isDone }) => chunk === (ref.chunk ?? null) && !isDone) ?? null;
}

/** The job with `task` in place of the task of the same name. */
export function withTask(job: Job, task: Task): Job {
  return { ...job, tasks: job.tasks.map((known) => (known.chunk === task.chunk ? task : known)) };
}

/** Names of the tasks that are not done. */
export function openTasks({ step, tasks }: Job): TaskRef[] {
  return tasks.filter(({ isDone }) => !isDone).map((task) => nameOf(step, task));
}

/** The name of a task of a step. */
export function nameOf(step: Step, { chunk }: Task): TaskRef {
  return chunk === null ? { step } : { step, chunk };
}

/** When to look after the tasks next, milliseconds since 1970; `null` while there is nothing to do. */
export function watchTime({ tasks }: Job): number | null {
  const times = tasks.map(({ watchAt }) => watchAt).filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** An analysis to remove from lists, and the names under which it is found there. */
export interface Removal {
  readonly id: string;
  readonly agentId: string | null;
  readonly contactId: string | null;
  readonly external: ExternalId | null;
}

/** Says that an analysis and all that was kept of it are gone. Times: milliseconds since 1970. */
export interface DeletionReceipt extends Deletion {
  readonly analysisId: string;
  readonly doneAt: number;
}
