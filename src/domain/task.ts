import type { Failure } from './analysis.ts';

/** A unit of queued work. Each may be delivered twice, late, or never. `merge` is there for recordings in chunks alone. */
export type Step = 'ingest' | 'transcribe' | 'merge' | 'analyse';

/** Names a task: a whole step, or one chunk of the recording within the step `transcribe`. */
export interface TaskRef {
  readonly step: Step;
  /** Position of the chunk; absent: the step is one task. */
  readonly chunk?: number | undefined;
}

/** What one worker does at a time, as the analysis keeps account of it. Times: milliseconds since 1970. */
export interface Task {
  /** Position of the chunk that is to be transcribed; `null`: the step as a whole. */
  readonly chunk: number | null;
  readonly isDone: boolean;
  /** How often it was taken by a worker. The latest taker alone may report on it. */
  readonly attempt: number;
  /** Attempts before the last retry or rescore: they do not count against the limit. */
  readonly forgivenAttempts: number;
  /** How often it was announced on its queue since it was last taken. */
  readonly announcements: number;
  /** Until when the taker holds it; `null` while nobody does. */
  readonly leaseUntil: number | null;
  /** When silence becomes suspicious; `null` while nothing is to be done. */
  readonly watchAt: number | null;
  readonly lastFailure: Failure | null;
}

/** A taker that has said nothing for this long is taken for dead. */
export const LEASE_MS = 30_000;
export const MAX_ATTEMPTS = 5;

/** First wait for an announced task to be taken; doubles with each announcement up to an hour. */
const ENQUEUED_MS = 60_000;
const ENQUEUED_MAX_MS = 3_600_000;
/** Announcements in vain after a worker was lost: 1 + 2 + 4 + 8 minutes without anybody taking the task. */
const MAX_STUCK_ENQUEUES = 4;
/** Announcements in vain of a task that waits in line for its first worker: about a day. */
const MAX_WAITING_ENQUEUES = 29;

/** A task that was just announced for the first time. */
export function newTask(chunk: number | null, nowMs: number): Task {
  const unknown = { attempt: 0, forgivenAttempts: 0, announcements: 0, lastFailure: null };
  return enqueued({ chunk, isDone: false, ...unknown, leaseUntil: null, watchAt: null }, nowMs);
}

/** The task announced once more. */
export function enqueued(task: Task, nowMs: number): Task {
  const waitMs = Math.min(ENQUEUED_MS * 2 ** task.announcements, ENQUEUED_MAX_MS);
  return { ...task, announcements: task.announcements + 1, leaseUntil: null, watchAt: nowMs + waitMs };
}

/** The task to be done anew, its earlier attempts forgiven, announced. */
export function restartedTask(task: Task, nowMs: number): Task {
  const fresh = { forgivenAttempts: task.attempt, announcements: 0, lastFailure: null };
  return enqueued({ ...task, ...fresh, isDone: false }, nowMs);
}

/** The task in the hands of another worker. */
export function taken(task: Task, nowMs: number): Task {
  return leased({ ...task, attempt: task.attempt + 1, announcements: 0 }, nowMs);
}

export function leased(task: Task, nowMs: number): Task {
  return { ...task, leaseUntil: nowMs + LEASE_MS, watchAt: nowMs + LEASE_MS };
}

/** The task given back by its worker, whose message comes again. */
export function released(task: Task, failure: Failure, nowMs: number): Task {
  return { ...task, leaseUntil: null, watchAt: nowMs + ENQUEUED_MS, lastFailure: failure };
}

/** The task given back without a try: it is announced again at `untilMs`, unless somebody announced it before. */
export function postponed(task: Task, untilMs: number): Task {
  const { forgivenAttempts } = task;
  return {
    ...task,
    forgivenAttempts: forgivenAttempts + 1,
    announcements: 0,
    leaseUntil: null,
    watchAt: untilMs,
  };
}

/** The task with nothing to wait for, done or not. */
export function rested(task: Task): Task {
  return { ...task, leaseUntil: null, watchAt: null };
}

export function isHeld({ leaseUntil }: Task, nowMs: number): boolean {
  return leaseUntil !== null && nowMs < leaseUntil;
}

/** Whether it was tried as often as it may be. */
export function isExhausted(task: Task): boolean {
  return attemptsOf(task) >= MAX_ATTEMPTS;
}

/** Whether nobody has taken it for longer than anybody waits. */
export function isStuck(task: Task): boolean {
  const isFirst = attemptsOf(task) === 0;
  return task.announcements >= (isFirst ? MAX_WAITING_ENQUEUES : MAX_STUCK_ENQUEUES);
}

/** How often it was taken, those attempts apart that were forgiven. */
function attemptsOf({ attempt, forgivenAttempts }: Task): number {
  return attempt - forgivenAttempts;
}
